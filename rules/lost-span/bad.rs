use tracing::{Instrument, info_span};

pub async fn start(id: u32) {
    let _ = tokio::spawn(run(id)).instrument(info_span!("job", id)).await; //~ lost-span
}

async fn run(_id: u32) {}
