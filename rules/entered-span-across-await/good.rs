use tracing::{Instrument, info_span};

pub async fn handle(id: u32) {
    let span = info_span!("request", id);
    load(id).instrument(span).await;
}

async fn load(_id: u32) {}
