//! A permit's `send` cannot fail; that of the sender beside it can.

use tokio::sync::mpsc::{Receiver, Sender};

pub async fn relay(mut incoming: Receiver<u64>, outgoing: Sender<u64>, log: Sender<u64>) {
    while let Some(mail) = incoming.recv().await {
        let Ok(room) = outgoing.reserve().await else { break };
        let _ = log.send(mail).await; //~ ignored-send-error
        room.send(mail);
    }
}
