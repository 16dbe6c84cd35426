//! The program tells the thread to end before it waits for it.
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

fn sample(load: Arc<AtomicU64>, running: Arc<AtomicBool>) {
    while running.load(Ordering::Relaxed) {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        load.store(text.len() as u64, Ordering::Relaxed);
        thread::sleep(Duration::from_secs(1));
    }
}

fn main() {
    let load = Arc::new(AtomicU64::new(0));
    let shown = load.clone();
    let running = Arc::new(AtomicBool::new(true));
    let asked = running.clone();
    let sampler = thread::spawn(move || sample(load, asked));
    println!("{}", shown.load(Ordering::Relaxed));
    running.store(false, Ordering::Relaxed);
    sampler.join().unwrap();
}
