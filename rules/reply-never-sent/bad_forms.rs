//! In a function that is given the port, with `return`, `continue` and a `let … else`.

use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

struct Store {
    rows: HashMap<u32, String>,
}

struct Get {
    id: u32,
    reply: oneshot::Sender<String>,
}

enum Message {
    Get(u32, oneshot::Sender<String>),
    Put(u32, String, oneshot::Sender<usize>),
}

impl Store {
    fn parse(&self, text: &str) -> Result<String, std::num::ParseIntError> {
        Ok(text.parse::<u32>()?.to_string())
    }

    async fn get(&self, id: u32, reply: oneshot::Sender<String>) -> Result<(), std::num::ParseIntError> { //~ reply-never-sent
        let row = self.parse(self.rows.get(&id).map_or("", String::as_str))?;
        let _ = reply.send(row);
        Ok(())
    }

    async fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        while let Some(message) = inbox.recv().await {
            match message {
                Message::Get(id, reply) => { //~ reply-never-sent
                    let Some(row) = self.rows.get(&id) else { continue };
                    let _ = reply.send(row.clone());
                }
                Message::Put(id, row, reply) => { //~ reply-never-sent
                    if row.is_empty() {
                        println!("empty row {id}");
                        continue;
                    }
                    self.rows.insert(id, row);
                    let _ = reply.send(self.rows.len());
                }
            }
        }
    }
}

async fn ask(store: &Store, get: Get) {
    let done = store.get(get.id, get.reply).await;
    println!("{}", done.is_ok());
}
