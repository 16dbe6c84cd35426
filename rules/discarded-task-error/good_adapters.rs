//! The error is dealt with on its way out of the future.

use futures::{FutureExt, TryFutureExt};
use std::io;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span};

async fn sync(peer: &'static str, stop: CancellationToken) -> io::Result<()> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        found = tokio::fs::read_to_string(peer) => found.map(|text| println!("{text}")),
    }
}

fn start(stop: &CancellationToken) {
    tokio::spawn(sync("a", stop.clone()).map(|result| {
        if let Err(error) = result {
            println!("sync: {error}");
        }
    }));
    tokio::spawn(sync("b", stop.clone()).unwrap_or_else(|error| println!("sync: {error}")));
    tokio::spawn(sync("c", stop.clone()).inspect_err(|error| println!("sync: {error}")));
    tokio::spawn(sync("d", stop.clone()).inspect_err(|error| println!("sync: {error}")).instrument(Span::current()));
}
