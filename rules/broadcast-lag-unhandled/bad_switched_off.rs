//! A pattern that does not match `Err` switches the branch off, and every other branch leaves the loop: nothing
//! switches it on again.

use tokio::sync::{broadcast, oneshot};

#[derive(Clone)]
pub enum Signal {
    Reload,
    Quit,
}

async fn run(mut signals: broadcast::Receiver<Signal>, mut finished: oneshot::Receiver<()>) {
    let signal = loop { //~ broadcast-lag-unhandled
        tokio::select! {
            Ok(signal) = signals.recv() => match signal {
                Signal::Reload => println!("reload"),
                Signal::Quit => break signal,
            },
            _ = &mut finished => break Signal::Quit,
            else => unreachable!("signals never end"),
        }
    };
    drop(signal);
}
