//! `else` takes the closed receiver out of the list: the loop ends with the list.
use tokio::sync::mpsc::Receiver;
pub async fn merge(mut rxs: Vec<Receiver<u32>>, out: tokio::sync::mpsc::Sender<u32>) {
    loop {
        let mut i = 0;
        while i < rxs.len() {
            let rx = &mut rxs[i];
            tokio::select! {
                Some(v) = rx.recv() => {
                    if out.send(v).await.is_err() { return; }
                }
                else => {
                    rxs.remove(i);
                    continue;
                }
            }
            i += 1;
        }
        if rxs.is_empty() {
            break;
        }
    }
}

fn main() {}
