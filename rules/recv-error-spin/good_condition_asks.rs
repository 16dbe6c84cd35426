//! The loop's own condition asks the same channel: disconnected is not empty.

use crossbeam::channel::{Receiver, TryRecvError, bounded, tick};
use std::time::Duration;

fn wait(done: Receiver<()>) {
    let ticker = tick(Duration::from_secs(1));
    while let Err(TryRecvError::Empty) = done.try_recv() {
        crossbeam::select! {
            recv(ticker) -> _ => println!("still at it"),
            recv(done) -> _ => {},
        }
    }
}

fn main() {
    let (tx, done) = bounded(0);
    let worker = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(3));
        drop(tx);
    });
    wait(done);
    worker.join().unwrap();
}
