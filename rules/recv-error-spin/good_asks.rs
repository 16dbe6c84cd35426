//! Loops whose condition asks the receiver, and a wait that cannot end because a sender stays.
use std::sync::mpsc;
use std::time::Duration;

pub async fn drain(queue: async_channel::Receiver<u8>) {
    while !queue.is_empty() {
        let _ = queue.recv().await;
    }
}

pub fn flush_every(interval: Duration) {
    std::thread::spawn(move || {
        let (_keep, never) = mpsc::channel::<()>();
        loop {
            never.recv_timeout(interval).ok();
            println!("flushed");
        }
    });
}
