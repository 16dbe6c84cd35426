//! Somebody takes the sender out of the directory: from then on the wait is none.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

pub struct Directory {
    bus: Mutex<Option<SyncSender<u8>>>,
}

impl Directory {
    pub fn close(&self) {
        self.bus.lock().unwrap().take();
    }
}

pub fn run_bus(directory: &Directory, stop: &AtomicBool) {
    let (tx, commands) = sync_channel(16);
    *directory.bus.lock().unwrap() = Some(tx);
    while !stop.load(Ordering::Relaxed) { //~ recv-error-spin
        if let Ok(percent) = commands.recv_timeout(Duration::from_millis(200)) {
            println!("{percent}");
        }
    }
}
