//! Only an answer takes the entry out, and the wait has a limit.

use dashmap::DashMap;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time;

pub struct Rpc {
    waiting: DashMap<u32, oneshot::Sender<Vec<u8>>>,
    out: mpsc::Sender<u32>,
}

impl Rpc {
    pub async fn call(&self, id: u32) -> Option<Vec<u8>> {
        let (tx, rx) = oneshot::channel();
        self.waiting.insert(id, tx); //~ registry-partly-pruned
        self.out.send(id).await.ok()?;
        match time::timeout(Duration::from_secs(3), rx).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(_)) => None,
            Err(_) => {
                println!("no answer for {id}");
                None
            }
        }
    }

    pub fn on_answer(&self, id: u32, answer: Vec<u8>) {
        if let Some((_, tx)) = self.waiting.remove(&id) {
            let _ = tx.send(answer);
        }
    }
}
