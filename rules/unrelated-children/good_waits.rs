//! Waits in a loop are no services: one that is switched off waits for ever, and all are made anew each round.

use std::time::Instant;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;

async fn sleep_until(next: Option<Instant>) {
    match next {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => futures::future::pending().await,
    }
}

async fn finish(task: Option<&mut JoinHandle<()>>) {
    match task {
        Some(task) => drop(task.await),
        None => futures::future::pending().await,
    }
}

pub struct Manager {
    upload: Option<JoinHandle<()>>,
    removal: Option<JoinHandle<()>>,
    next: Option<Instant>,
}

impl Manager {
    pub async fn run(mut self, mut commands: Receiver<u32>) {
        loop {
            tokio::select! {
                () = sleep_until(self.next) => self.next = None,
                () = finish(self.upload.as_mut()) => self.upload = None,
                () = finish(self.removal.as_mut()) => self.removal = None,
                command = commands.recv() => match command {
                    Some(_) => {}
                    None => break,
                },
            }
        }
    }
}
