//! Every way out replies, or the port has gone elsewhere.

use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

type Reply = oneshot::Sender<Result<String, String>>;

enum Message {
    Get(u32, Reply),
    Later(u32, Reply),
    Move(u32, Reply),
    First(Vec<u32>, Reply),
    Either(bool, Reply),
}

struct Store {
    rows: HashMap<u32, String>,
    waiting: Vec<(u32, Reply)>,
}

impl Store {
    async fn run(mut self, mut inbox: mpsc::Receiver<Message>) -> Result<(), std::io::Error> {
        while let Some(message) = inbox.recv().await {
            match message {
                Message::Get(id, reply) => {
                    let Some(row) = self.rows.get(&id) else {
                        let _ = reply.send(Err("no such row".to_owned()));
                        continue;
                    };
                    let _ = reply.send(Ok(row.clone()));
                    tokio::fs::write("last", row).await?;
                }
                Message::Later(id, reply) => {
                    self.waiting.push((id, reply));
                    tokio::fs::write("later", id.to_string()).await?;
                }
                Message::Move(id, reply) => {
                    let row = self.rows.remove(&id);
                    let task = tokio::spawn(async move { reply.send(row.ok_or_else(|| "gone".to_owned())) });
                    tokio::fs::write("moved", id.to_string()).await?;
                    let _ = task.await;
                }
                Message::First(ids, reply) => {
                    let mut found = None;
                    for id in ids {
                        if let Some(row) = self.rows.get(&id) {
                            found = Some(row.clone());
                            break;
                        }
                    }
                    let _ = reply.send(found.ok_or_else(|| "none".to_owned()));
                }
                Message::Either(ready, reply) => {
                    if ready {
                        let _ = reply.send(Ok("ready".to_owned()));
                        tokio::fs::write("ready", "yes").await?;
                    } else {
                        let _ = reply.send(Err("not ready".to_owned()));
                    }
                }
            }
        }
        Ok(())
    }
}

/// The other half: whoever asks may leave.
async fn ask(inbox: &mpsc::Sender<Message>, id: u32) -> Result<String, String> {
    let (reply, answer) = oneshot::channel();
    inbox.send(Message::Get(id, reply)).await.map_err(|_| "closed".to_owned())?;
    answer.await.map_err(|_| "dropped".to_owned())?
}

/// A signal, and no reply: made and sent here.
async fn ready() -> Result<(), std::io::Error> {
    let (ready, when) = oneshot::channel();
    let task = tokio::spawn(async move { when.await.is_ok() });
    tokio::fs::create_dir_all("data").await?;
    let _ = ready.send(());
    let _ = task.await;
    Ok(())
}

/// A port that tells only of what went wrong.
async fn serve(path: &str, broken: oneshot::Sender<std::io::Error>) {
    let served = tokio::fs::read(path).await;
    let error = match served {
        Ok(_) => return,
        Err(error) => error,
    };
    let _ = broken.send(error);
}
