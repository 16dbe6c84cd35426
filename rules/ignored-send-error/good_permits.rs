//! `send` loses its message when another branch is faster; it is right to reserve room in the branch and to send then.

use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::interval;

pub struct Mail {
    pub to: String,
}

pub async fn relay(mut incoming: Receiver<Mail>, outgoing: Sender<Mail>) {
    let mut report = interval(Duration::from_secs(10));
    let mut relayed = 0_u64;
    while let Some(mail) = incoming.recv().await {
        tokio::select! {
            room = outgoing.reserve() => match room {
                Ok(room) => {
                    room.send(mail);
                    relayed += 1;
                }
                Err(_) => break,
            },
            _ = report.tick() => println!("{relayed} relayed"),
        }
    }
}
