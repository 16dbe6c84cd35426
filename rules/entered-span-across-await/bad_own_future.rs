//! The block has its span, and is awaited under the entered one all the same.

use tracing::Instrument;

pub async fn other() {}

pub async fn run() {
    let span = tracing::info_span!("run");
    let _entered = span.enter(); //~ entered-span-across-await
    Box::pin(async move { other().await }.instrument(span.clone())).await;
}

fn main() {}
