//! An adapter that logs the error leaves none.
use futures::TryFutureExt;

pub fn start() {
    tokio::spawn(load().map_err(|error| println!("{error}")));
}

async fn load() -> Result<(), String> {
    Err("gone".to_owned())
}
