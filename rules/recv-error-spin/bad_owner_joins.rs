//! The owner lets go of the sender, and then waits for a thread that never ends.

use crossbeam_channel::{Receiver, Sender, after, never, select_biased, unbounded};
use std::thread::JoinHandle;
use std::time::Duration;

macro_rules! given_or_next {
    ($given:expr) => {
        match $given {
            Ok(given) => given,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        }
    };
}

pub struct Scheduler {
    tx: Option<Sender<u64>>,
    rx: Receiver<u64>,
    handle: Option<JoinHandle<()>>,
}

impl Scheduler {
    pub fn new() -> Self {
        let (tx, rx) = unbounded();
        Self { tx: Some(tx), rx, handle: None }
    }

    pub fn start(&mut self) {
        let rx = self.rx.clone();
        self.handle = Some(std::thread::spawn(move || {
            let mut next = never();
            loop { //~ recv-error-spin
                select_biased! {
                    recv(rx) -> command => {
                        match given_or_next!(command) {
                            0 => break,
                            n => next = after(Duration::from_secs(n)),
                        }
                    }
                    recv(next) -> _ => next = never(),
                }
            }
        }));
    }

    pub fn add(&self, n: u64) {
        if let Some(tx) = &self.tx {
            let _ = tx.send(n);
        }
    }

    pub fn stop(&mut self) {
        if let Some(handle) = self.handle.take() {
            drop(self.tx.take());
            let _ = handle.join();
        }
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.stop();
    }
}
