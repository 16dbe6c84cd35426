//! A future that is written by hand, and that never gives an error although its output has one.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{ready, Context, Poll};
use tokio::sync::mpsc;

pub struct Cache {
    requests: mpsc::Receiver<u64>,
}

impl Future for Cache {
    type Output = io::Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match ready!(self.requests.poll_recv(cx)) {
                None => return Poll::Ready(Ok(())),
                Some(n) => println!("{n}"),
            }
        }
    }
}

pub fn start(requests: mpsc::Receiver<u64>) {
    tokio::spawn(Cache { requests });
}
