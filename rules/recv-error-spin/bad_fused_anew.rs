//! A future that is fused anew in each round has not ended yet, and a precondition about something else stays true.
use futures::{FutureExt, StreamExt};
use tokio::sync::mpsc;

pub async fn merge(
    mut orders: futures::channel::mpsc::UnboundedReceiver<u64>,
    mut stop: futures::channel::mpsc::UnboundedReceiver<()>,
) {
    loop { //~ recv-error-spin
        futures::select! {
            order = orders.next().fuse() => {
                if let Some(order) = order {
                    println!("order {order}");
                }
            }
            _ = stop.next() => break,
        }
    }
}

pub async fn while_open(mut orders: mpsc::Receiver<u64>, mut notes: mpsc::Receiver<String>, open: bool) {
    loop { //~ recv-error-spin
        tokio::select! {
            order = orders.recv(), if open => {
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
