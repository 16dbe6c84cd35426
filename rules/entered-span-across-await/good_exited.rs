use tracing::{Instrument, Span};

// The guard gives the span back before the wait.
pub async fn load(span: Span) {
    let entered = span.entered();
    tracing::info!("begins");
    let span = entered.exit();
    fetch().instrument(span).await;
}

async fn fetch() {}
