//! What the caller gives leads to the sleep.

use std::path::Path;
use std::time::Duration;

fn key(wait: u64) -> String {
    if wait > 0 && !Path::new("key").exists() {
        std::thread::sleep(Duration::from_millis(wait)); //~ blocking-sleep-in-async
    }
    std::fs::read_to_string("key").unwrap_or_default()
}

fn key_after(tries: u8) -> String {
    match tries {
        0 => {}
        _ => std::thread::sleep(Duration::from_millis(300)), //~ blocking-sleep-in-async
    }
    std::fs::read_to_string("key").unwrap_or_default()
}

async fn serve() -> String {
    key(300) + &key_after(3)
}

pub fn start() {
    drop(tokio::spawn(serve()));
}
