//! A handle in a pinned type, reached through the projection that a macro writes.

use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pin_project! {
    pub struct Walk {
        worker: JoinHandle<()>,
        blocks: mpsc::Receiver<u64>,
        left: usize,
    }
}

impl Walk {
    pub fn start(left: usize) -> Self {
        let (tx, blocks) = mpsc::channel(16);
        let worker = tokio::spawn(read_blocks(tx));
        Self { worker, blocks, left }
    }
}

impl futures::Stream for Walk {
    type Item = u64;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u64>> {
        let this = self.project();
        if *this.left == 0 {
            this.worker.abort();
            return Poll::Ready(None);
        }
        *this.left -= 1;
        this.blocks.poll_recv(cx)
    }
}

#[pin_project::pin_project]
pub struct Copy<S> {
    #[pin]
    source: S,
    worker: JoinHandle<()>,
}

impl<S: futures::Stream<Item = u64>> Copy<S> {
    pub fn start(source: S) -> Self {
        let (tx, _) = mpsc::channel(16);
        Self { source, worker: tokio::spawn(read_blocks(tx)) }
    }
}

impl<S: futures::Stream<Item = u64>> futures::Stream for Copy<S> {
    type Item = u64;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u64>> {
        let this = self.project();
        let next = this.source.poll_next(cx);
        if matches!(next, Poll::Ready(None)) {
            this.worker.abort();
        }
        next
    }
}

async fn read_blocks(tx: mpsc::Sender<u64>) {
    let mut at = 0;
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        at += 1;
        if at % 2 == 0 {
            let _ = tx.try_send(at);
        }
    }
}
