//! `select!` under another name is `select!`.

use std::time::Duration;
use tokio::select as pick;
use tokio::sync::mpsc;
use tokio::time::sleep;

pub fn task(jobs: mpsc::Sender<u64>, mut changes: mpsc::Receiver<u64>) {
    tokio::spawn(async move { //~ detached-loop
        loop {
            pick! {
                Some(change) = changes.recv() => println!("{change}"),
                () = sleep(Duration::from_secs(1)) => println!("{}", jobs.capacity()),
            }
        }
    });
}
