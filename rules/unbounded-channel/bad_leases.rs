//! The lease is given back before the message goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Notify, mpsc};

pub struct Budget {
    used: AtomicUsize,
    given_back: Notify,
}

pub struct Lease {
    budget: Arc<Budget>,
    size: usize,
}

impl Budget {
    async fn reserve(self: &Arc<Self>, size: usize) -> Lease {
        while self.used.load(Ordering::Acquire) + size > 1 << 20 {
            self.given_back.notified().await;
        }
        self.used.fetch_add(size, Ordering::AcqRel);
        Lease { budget: self.clone(), size }
    }

    fn give_back(&self, size: usize) {
        self.used.fetch_sub(size, Ordering::AcqRel);
        self.given_back.notify_waiters();
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.budget.give_back(self.size);
    }
}

struct Leased {
    bytes: Vec<u8>,
    _lease: Option<Lease>,
}

impl AsRef<[u8]> for Leased {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

fn leased(bytes: Vec<u8>, lease: Option<Lease>) -> bytes::Bytes {
    bytes::Bytes::from_owner(Leased { bytes, _lease: lease })
}

pub async fn forward(budget: Arc<Budget>, mut source: mpsc::Receiver<Vec<u8>>) {
    let (frames, mut written) = mpsc::unbounded_channel(); //~ unbounded-channel
    let writer = tokio::spawn(async move {
        while let Some(frame) = written.recv().await {
            let frame: bytes::Bytes = frame;
            println!("{} bytes", frame.len());
        }
    });
    while let Some(bytes) = source.recv().await {
        let lease = Some(budget.reserve(bytes.len()).await);
        drop(lease);
        if frames.send(leased(bytes, None)).is_err() {
            break;
        }
    }
    drop(frames);
    let _ = writer.await;
}
