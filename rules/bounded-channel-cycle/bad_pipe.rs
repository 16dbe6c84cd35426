use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Both channels are there before either loop runs: each may be full.
fn forward(mut from: Receiver<u64>, to: Sender<u64>) {
    std::thread::spawn(move || {
        while let Some(n) = from.blocking_recv() {
            if to.blocking_send(n + 1).is_err() || to.blocking_send(n + 2).is_err() {
                return;
            }
        }
    });
}

fn back(mut from: Receiver<u64>, to: Sender<u64>) {
    std::thread::spawn(move || {
        while let Some(n) = from.blocking_recv() {
            if to.blocking_send(n * 2).is_err() {
                return;
            }
        }
    });
}

pub fn run() {
    let (there, from_here) = channel(8); //~ bounded-channel-cycle
    let (here, from_there) = channel(8);
    forward(from_here, here);
    back(from_there, there);
}
