//! `select!` under another name is `select!`.

use crossbeam_channel::select as pick_ready;
use std::sync::Arc;
use std::thread;
use tokio::select as pick;
use tokio::sync::{Notify, mpsc};

pub fn task(mut jobs: mpsc::Receiver<u64>, stop: Arc<Notify>) {
    tokio::spawn(async move {
        loop {
            pick! {
                job = jobs.recv() => match job {
                    Some(job) => println!("{job}"),
                    None => break,
                },
                () = stop.notified() => break,
            }
        }
    });
}

pub fn thread(jobs: crossbeam_channel::Receiver<u64>) {
    thread::spawn(move || {
        loop {
            pick_ready! {
                recv(jobs) -> job => match job {
                    Ok(job) => println!("{job}"),
                    Err(_) => return,
                }
            }
        }
    });
}
