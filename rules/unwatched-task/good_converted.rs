//! A handle that `.into()` turns into a type of the program: that type ends the task when it goes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use tokio::task::JoinHandle;

pub struct Tied<T>(JoinHandle<T>);

impl<T> From<JoinHandle<T>> for Tied<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Self(handle)
    }
}

impl<T> Future for Tied<T> {
    type Output = Result<T, tokio::task::JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx)
    }
}

impl<T> Drop for Tied<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub struct Node {
    workers: Mutex<Vec<Tied<()>>>,
}

impl Node {
    pub fn start() -> Self {
        let disk = tokio::spawn(flush_often());
        let net = tokio::spawn(flush_often());
        Self { workers: Mutex::new(vec![disk.into(), net.into()]) }
    }
}

async fn flush_often() {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        println!("flushed");
    }
}
