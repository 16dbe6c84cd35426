//! The only sender lies in a directory that the caller has, and nobody takes it out: the channel stays open.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

pub struct Directory {
    bus: Mutex<Option<SyncSender<u8>>>,
}

impl Directory {
    pub fn bus(&self) -> Option<SyncSender<u8>> {
        self.bus.lock().unwrap().clone()
    }
}

pub fn run_bus(directory: &Directory, stop: &AtomicBool) {
    let (tx, commands) = sync_channel(16);
    *directory.bus.lock().unwrap() = Some(tx);
    while !stop.load(Ordering::Relaxed) {
        if let Ok(percent) = commands.recv_timeout(Duration::from_millis(200)) {
            println!("{percent}");
        }
    }
}
