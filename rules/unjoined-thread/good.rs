use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

fn write_lines(mut file: File, lines: Receiver<String>) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in lines {
            file.write_all(line.as_bytes()).unwrap();
        }
        file.flush().unwrap();
    })
}

fn all(file: File, lines: Receiver<String>) {
    let writer = write_lines(file, lines);
    writer.join().unwrap();
}

struct Clock {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Clock {
    fn new(ticks: Arc<AtomicU64>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_secs(1));
                ticks.fetch_add(1, Ordering::Relaxed);
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

// Ends by itself, and writes nothing.
fn add(numbers: Vec<u64>, tx: Sender<u64>) {
    thread::spawn(move || {
        let _ = tx.send(numbers.iter().sum());
    });
}

// Scoped: joined at the end of the scope.
fn scoped(file: &File) {
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut file = file;
            file.write_all(b"x").unwrap();
        });
    });
}

// As long as the process.
fn main() {
    thread::spawn(|| loop {
        thread::sleep(Duration::from_secs(1));
        println!("alive");
    });
    thread::park();
}
