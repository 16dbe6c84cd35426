//! The block is given its span and kept for later: it is not awaited while the span is entered.

use std::future::Future;
use std::pin::Pin;
use tracing::Instrument;

pub async fn other() {}

pub async fn queue(all: &mut Vec<Pin<Box<dyn Future<Output = ()> + Send>>>) {
    let span = tracing::info_span!("queue");
    let _entered = span.enter();
    all.push(Box::pin(async move { other().await }.instrument(span.clone())));
}

fn main() {}
