//! Messages of type `()` from a signal iterator: a wake-up, no data.
use crossbeam_channel::{unbounded, Receiver};
use signal_hook::{consts::*, iterator::Signals};
pub fn listen() -> Receiver<()> {
    let (tx, rx) = unbounded();
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGUSR1]).unwrap();
    let t = std::thread::spawn(move || {
        for id in &mut signals {
            println!("got {id}");
            if tx.send(()).is_err() {
                return;
            }
        }
    });
    drop(t);
    rx
}

fn main() {}
