//! Channels that close beside a loop's own.

use crossbeam_channel::{Receiver, Sender, bounded, select};

pub fn ask_when_told(messages: Receiver<u64>, told: impl FnOnce(Sender<()>)) {
    let (poke, ask) = bounded(1);
    told(poke);
    loop { //~ recv-error-spin
        select! {
            recv(messages) -> message => match message {
                Ok(number) => println!("{number}"),
                Err(_) => return,
            },
            recv(ask) -> _ => println!("ask again"),
        }
    }
}

pub struct Acks {
    inbox: flume::Receiver<u64>,
}

impl Acks {
    async fn next(&mut self) -> Option<u64> {
        match self.inbox.recv_async().await {
            Ok(ack) => Some(ack),
            Err(_) => None,
        }
    }
}

/// What the loop is for stands in its branch.
pub async fn acknowledge(mut acks: Acks) {
    loop { //~ recv-error-spin
        let ack = acks.next().await;
        println!("{ack:?}");
    }
}
