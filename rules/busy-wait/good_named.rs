//! Other work between the looks, a lock of its own, and waits for the event itself.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub struct SpinLock {
    taken: AtomicBool,
}

impl SpinLock {
    // A lock of its own, for a few instructions.
    pub fn lock(&self) {
        while self.taken.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {
            while self.taken.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
        }
    }
}

pub fn reports(left: &AtomicUsize) {
    loop {
        let now = left.load(Ordering::SeqCst);
        report(now);
        if now == 0 {
            break;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

pub fn works(left: &AtomicUsize) {
    loop {
        match left.load(Ordering::SeqCst) {
            0 => break,
            now => report(now),
        }
    }
}

pub async fn cancelled(stop: CancellationToken) {
    stop.cancelled().await;
}

pub async fn until_cancelled(stop: CancellationToken) {
    while !stop.is_cancelled() {
        report(1);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

// There is something to do while no message comes.
pub async fn beside(rx: &mut mpsc::Receiver<usize>) {
    loop {
        match rx.try_recv() {
            Ok(n) => report(n),
            Err(_) => {
                report(0);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

pub async fn received(rx: &mut mpsc::Receiver<usize>) {
    while let Some(n) = rx.recv().await {
        report(n);
    }
}

fn report(now: usize) {
    println!("{now}");
}
