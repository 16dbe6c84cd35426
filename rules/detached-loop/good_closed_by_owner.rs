//! The loop's own task keeps a sender, and an owner closes the channel all the same.

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
        tokio::spawn(async move {
            while let Ok(()) = stopped.recv().await {
                own.look();
            }
        });
        cluster
    }

    fn look(&self) {
        println!("{}", Arc::strong_count(&self.core));
    }

    pub fn end(&self) {
        self.core.stop.close();
    }
}

pub struct Mailbox {
    letters: mpsc::UnboundedSender<u64>,
}

pub fn open() -> Arc<Mailbox> {
    let (letters, mut arrived) = mpsc::unbounded();
    let mailbox = Arc::new(Mailbox { letters });
    let own = Arc::clone(&mailbox);
    tokio::spawn(async move {
        while let Some(letter) = arrived.next().await {
            println!("{letter} of {}", Arc::strong_count(&own));
        }
    });
    mailbox
}

impl Mailbox {
    pub fn close(&self) {
        self.letters.close_channel();
    }
}
