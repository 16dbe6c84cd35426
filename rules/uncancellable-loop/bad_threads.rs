//! The program waits for a thread that never ends.
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

fn sample(load: Arc<AtomicU64>) {
    loop {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        load.store(text.len() as u64, Ordering::Relaxed);
        thread::sleep(Duration::from_secs(1));
    }
}

fn main() {
    let load = Arc::new(AtomicU64::new(0));
    let shown = load.clone();
    let sampler = thread::spawn(move || sample(load)); //~ uncancellable-loop
    println!("{}", shown.load(Ordering::Relaxed));
    sampler.join().unwrap();
}
