//! The loop's own task keeps a sender, and nobody closes the channel: letting one sender go is not enough.

use futures::StreamExt;
use futures::channel::mpsc;
use std::sync::Arc;

pub struct Core {
    stop: async_channel::Sender<()>,
}

#[derive(Clone)]
pub struct Cluster {
    core: Arc<Core>,
}

impl Cluster {
    pub fn start() -> Self {
        let (stop, stopped) = async_channel::bounded(1);
        let cluster = Self { core: Arc::new(Core { stop }) };
        let own = cluster.clone();
        tokio::spawn(async move { //~ detached-loop
            while let Ok(()) = stopped.recv().await {
                own.look();
            }
        });
        cluster
    }

    fn look(&self) {
        println!("{}", Arc::strong_count(&self.core));
    }

    pub fn poke(&self) {
        let _ = self.core.stop.try_send(());
    }
}

pub struct Mailbox {
    letters: mpsc::UnboundedSender<u64>,
}

pub fn open() -> Arc<Mailbox> {
    let (letters, mut arrived) = mpsc::unbounded();
    let mailbox = Arc::new(Mailbox { letters });
    let own = Arc::clone(&mailbox);
    tokio::spawn(async move { //~ detached-loop
        while let Some(letter) = arrived.next().await {
            println!("{letter} of {}", Arc::strong_count(&own));
        }
    });
    mailbox
}

impl Mailbox {
    pub fn put(&self, letter: u64) {
        let _ = self.letters.unbounded_send(letter);
    }
}
