use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;

fn write_lines(mut file: File, lines: Receiver<String>) {
    thread::spawn(move || { //~ unjoined-thread
        for line in lines {
            file.write_all(line.as_bytes()).unwrap();
        }
        file.flush().unwrap();
    });
}

struct Clock {
    ticks: Arc<AtomicU64>,
}

impl Clock {
    fn new() -> Self {
        let ticks = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&ticks);
        thread::spawn(move || loop { //~ unjoined-thread
            thread::sleep(Duration::from_secs(1));
            counter.fetch_add(1, Ordering::Relaxed);
        });
        Self { ticks }
    }
}
