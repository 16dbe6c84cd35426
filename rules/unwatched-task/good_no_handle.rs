// What a function gives that starts a thread is no handle of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Statistics {
    lines: AtomicUsize,
}

fn execute(work: impl FnOnce() + Send + 'static) -> Arc<Statistics> {
    let statistics = Arc::new(Statistics { lines: AtomicUsize::new(0) });
    std::thread::spawn(work);
    statistics
}

pub struct Sink {
    statistics: Arc<Statistics>,
}

impl Sink {
    pub fn new(lines: std::sync::mpsc::Receiver<String>) -> Sink {
        let statistics = execute(move || {
            for line in lines {
                println!("{line}");
            }
        });
        Sink { statistics }
    }

    pub fn lines(&self) -> usize {
        self.statistics.lines.load(Ordering::Relaxed)
    }
}
