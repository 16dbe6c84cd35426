//! Who asks goes on as if all were well.

use tokio::sync::{mpsc, oneshot};

enum Ask {
    Shell(u32, oneshot::Sender<bool>),
}

struct Session {
    asks: mpsc::UnboundedReceiver<Ask>,
}

impl Session {
    async fn run(mut self) {
        while let Some(ask) = self.asks.recv().await {
            if let Err(e) = self.handle(ask).await {
                eprintln!("{e}");
            }
        }
    }

    async fn handle(&mut self, ask: Ask) -> Result<(), std::io::Error> {
        match ask {
            Ask::Shell(id, reply) => { //~ reply-never-sent
                self.open(id).await?;
                let _ = reply.send(true);
            }
        }
        Ok(())
    }

    async fn open(&mut self, id: u32) -> Result<(), std::io::Error> {
        tokio::fs::write("shell", id.to_string()).await
    }
}

pub struct Front {
    asks: mpsc::UnboundedSender<Ask>,
}

impl Front {
    pub async fn shell(&self, id: u32) -> bool {
        let (tx, rx) = oneshot::channel();
        if self.asks.send(Ask::Shell(id, tx)).is_err() {
            return false;
        }
        let _ = rx.await;
        true
    }
}

pub fn start() -> Front {
    let (asks, rx) = mpsc::unbounded_channel();
    tokio::spawn(Session { asks: rx }.run());
    Front { asks }
}
