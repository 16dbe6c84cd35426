//! The condition holds when the channel is disconnected, too.

use crossbeam::channel::{Receiver, bounded, tick};
use std::time::Duration;

fn wait(done: Receiver<()>) {
    let ticker = tick(Duration::from_secs(1));
    while done.try_recv().is_err() { //~ recv-error-spin
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

// `Ok(None)` is what the closed channel gives, again and again.
fn drain(mut notes: futures::channel::mpsc::Receiver<u32>) {
    while notes.try_next().is_ok() {} //~ recv-error-spin
}
