//! The receive stands in a method of its own, and the end of the channel is an error there; both ends come as
//! arguments.

use tokio::sync::mpsc::{Receiver, Sender, channel};

struct Closed;

struct Indexer {
    inbox: Receiver<u64>,
    later: Sender<u64>,
    seen: u64,
}

impl Indexer {
    fn new(inbox: Receiver<u64>, later: Sender<u64>) -> Self {
        Self { inbox, later, seen: 0 }
    }

    async fn run(mut self) {
        loop { //~ sender-kept-alive
            if let Err(Closed) = self.step().await {
                break;
            }
        }
    }

    async fn step(&mut self) -> Result<(), Closed> {
        match self.inbox.recv().await {
            Some(id) => {
                self.put_off(id);
                Ok(())
            }
            None => Err(Closed),
        }
    }

    fn put_off(&mut self, id: u64) {
        self.seen += 1;
        if id > self.seen {
            let later = self.later.clone();
            let again = tokio::spawn(async move { later.send(id).await });
            drop(again);
        }
    }
}

struct Index {
    inbox: Option<Sender<u64>>,
}

impl Index {
    fn start(&mut self) -> tokio::task::JoinHandle<()> {
        let (sender, inbox) = channel(64);
        let later = sender.clone();
        self.inbox = Some(sender);
        let indexer = Indexer::new(inbox, later);
        tokio::spawn(indexer.run())
    }
}

#[tokio::main]
async fn main() {
    let mut index = Index { inbox: None };
    let task = index.start();
    drop(index);
    task.await.unwrap();
}
