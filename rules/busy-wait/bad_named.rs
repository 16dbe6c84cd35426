//! The flag is a token, has a name, or is matched; the pause is a yield.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub fn yields(ready: &AtomicBool) {
    while !ready.load(Ordering::Acquire) { //~ busy-wait
        std::thread::yield_now();
    }
}

pub fn named(left: &AtomicUsize) {
    loop { //~ busy-wait
        let now = left.load(Ordering::SeqCst);
        if now == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn matched(left: &AtomicUsize) {
    loop { //~ busy-wait
        match left.load(Ordering::SeqCst) {
            0 => break,
            _ => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

pub async fn cancelled(stop: CancellationToken) {
    while !stop.is_cancelled() { //~ busy-wait
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn received(rx: &mut mpsc::Receiver<u32>) {
    loop { //~ busy-wait
        match rx.try_recv() {
            Ok(n) => println!("{n}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

pub async fn received_or_gone(rx: &mut mpsc::Receiver<u32>) {
    loop { //~ busy-wait
        match rx.try_recv() {
            Ok(n) => println!("{n}"),
            Err(mpsc::error::TryRecvError::Empty) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(mpsc::error::TryRecvError::Disconnected) => return,
        }
    }
}
