//! Branches that wait no more once their channel has closed, and a pause that the clock ends.
use futures::StreamExt;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// The precondition looks at the receiver itself.
pub async fn merge(mut orders: mpsc::Receiver<u64>, mut notes: mpsc::Receiver<String>) {
    loop {
        tokio::select! {
            order = orders.recv(), if !orders.is_closed() => {
                let Some(order) = order else { continue };
                println!("order {order}");
            }
            note = notes.recv() => match note {
                Some(note) => println!("{note}"),
                None => break,
            },
        }
    }
}

/// The macro of `futures` leaves a stream out that has said `None`.
pub async fn until_answer(
    mut hints: futures::channel::mpsc::UnboundedReceiver<u64>,
    answer: futures::channel::oneshot::Receiver<u64>,
) -> Option<u64> {
    let mut answer = futures::FutureExt::fuse(answer);
    loop {
        futures::select! {
            hint = hints.next() => {
                if let Some(hint) = hint {
                    println!("hint {hint}");
                }
            }
            found = &mut answer => return found.ok(),
        }
    }
}

/// Changes that come close together count as one.
pub fn settle(changes: &std::sync::mpsc::Receiver<u64>) {
    let mut last = Instant::now();
    while last.elapsed() < Duration::from_millis(250) {
        if changes.recv_timeout(Duration::from_millis(50)).is_ok() {
            last = Instant::now();
        }
    }
}
