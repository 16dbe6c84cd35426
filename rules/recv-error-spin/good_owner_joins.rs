//! The owner has the sender, and is gone only when he has waited for the thread.

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

pub enum Command {
    Add(u64),
    Stop,
}

pub struct Scheduler {
    tx: Sender<Command>,
    rx: Receiver<Command>,
    handle: Option<JoinHandle<()>>,
}

impl Scheduler {
    pub fn new() -> Self {
        let (tx, rx) = unbounded();
        Self { tx, rx, handle: None }
    }

    pub fn start(&mut self) {
        let rx = self.rx.clone();
        self.handle = Some(std::thread::spawn(move || {
            let mut next = never();
            loop {
                select_biased! {
                    recv(rx) -> command => {
                        match given_or_next!(command) {
                            Command::Add(n) => next = after(Duration::from_secs(n)),
                            Command::Stop => break,
                        }
                    }
                    recv(next) -> _ => next = never(),
                }
            }
        }));
    }

    pub fn add(&self, n: u64) {
        let _ = self.tx.send(Command::Add(n));
    }

    pub fn stop(&mut self) {
        if let Some(handle) = self.handle.take() {
            let _ = self.tx.send(Command::Stop);
            let _ = handle.join();
        }
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.stop();
    }
}
