//! The owner is a future itself and polls the handle.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::sleep;

struct Lookup {
    task: JoinHandle<Vec<u8>>,
}

impl Lookup {
    fn start(name: String) -> Self {
        Self {
            task: tokio::spawn(async move {
                sleep(Duration::from_millis(1)).await;
                name.into_bytes()
            }),
        }
    }
}

impl Future for Lookup {
    type Output = Result<Vec<u8>, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.task).poll(cx)
    }
}

async fn resolve(name: &str) -> Vec<u8> {
    Lookup::start(name.to_owned()).await.unwrap_or_default()
}
