//! The closed receiver stays in the list: the loop comes by it again and again.

use tokio::sync::mpsc::{Receiver, Sender};

pub async fn merge(mut receivers: Vec<Receiver<u32>>, out: Sender<u32>) {
    let mut at = 0;
    while at < receivers.len() { //~ recv-error-spin
        let rx = &mut receivers[at];
        tokio::select! {
            Some(item) = rx.recv() => {
                if out.send(item).await.is_err() {
                    return;
                }
            }
            else => continue,
        }
        at += 1;
    }
}

fn main() {}
