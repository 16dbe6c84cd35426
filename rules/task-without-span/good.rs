use tracing::{Instrument, info, info_span};

pub fn start(id: u32) -> tokio::task::JoinHandle<()> {
    tokio::spawn(run(id).instrument(info_span!("job", id)))
}

async fn run(id: u32) {
    info!(id, "running");
}
