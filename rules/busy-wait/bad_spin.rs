use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub struct Scheduler {
    wake_up: Arc<AtomicBool>,
    ready: AtomicBool,
}

impl Scheduler {
    pub fn run(&self) {
        loop {
            while !self.wake_up.swap(false, Ordering::Relaxed) {} //~ busy-wait
            self.work();
        }
    }

    pub fn start(&self) {
        while !self.ready.load(Ordering::Acquire) {} //~ busy-wait
        self.work();
    }

    pub fn notify(&self) {
        self.wake_up.store(true, Ordering::Relaxed);
    }

    fn work(&self) {
        self.ready.store(true, Ordering::Release);
    }
}
