//! The way to the sleep is shut by what the caller gives.

use std::path::Path;
use std::time::Duration;

fn key(wait: u64) -> String {
    if wait > 0 && !Path::new("key").exists() {
        std::thread::sleep(Duration::from_millis(wait));
    }
    std::fs::read_to_string("key").unwrap_or_default()
}

fn key_after(tries: u8) -> String {
    match tries {
        0 => {}
        _ => std::thread::sleep(Duration::from_millis(300)),
    }
    std::fs::read_to_string("key").unwrap_or_default()
}

async fn serve() -> String {
    key(0) + &key_after(0)
}

pub fn start() {
    drop(tokio::spawn(serve()));
}

// A thread of its own may wait.
pub fn key_in_thread() {
    std::thread::spawn(|| key(300) + &key_after(3));
}
