//! Types of the program around a handle that do nothing with it, and a projection that leaves it alone.

use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::JoinHandle;

struct Named<T>(JoinHandle<T>);

impl<T> From<JoinHandle<T>> for Named<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Self(handle)
    }
}

pub struct Node {
    worker: Named<()>,
}

impl Node {
    pub fn start() -> Self {
        let disk = tokio::spawn(flush_often()); //~ unwatched-task
        Self { worker: disk.into() }
    }
}

pin_project! {
    pub struct Walk {
        worker: JoinHandle<()>,
        left: usize,
    }
}

impl Walk {
    pub fn start(left: usize) -> Self {
        Self { worker: tokio::spawn(flush_often()), left } //~ unwatched-task
    }
}

impl futures::Stream for Walk {
    type Item = usize;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<usize>> {
        let this = self.project();
        if *this.left == 0 {
            return Poll::Ready(None);
        }
        *this.left -= 1;
        Poll::Ready(Some(*this.left))
    }
}

async fn flush_often() {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        println!("flushed");
    }
}
