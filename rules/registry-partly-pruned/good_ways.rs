//! Every way out takes the entry along.

use dashmap::DashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

type Waiting = Arc<DashMap<u32, oneshot::Sender<u8>>>;

struct Entry {
    waiting: Waiting,
    id: u32,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.waiting.remove(&self.id);
    }
}

pub struct Guarded {
    waiting: Waiting,
    out: mpsc::Sender<u32>,
}

impl Guarded {
    pub async fn call(&self, id: u32) -> Result<u8, Box<dyn std::error::Error>> {
        let (tx, rx) = oneshot::channel();
        self.waiting.insert(id, tx);
        let _entry = Entry { waiting: self.waiting.clone(), id };
        self.out.send(id).await?;
        Ok(timeout(Duration::from_secs(1), rx).await??)
    }
}

pub struct EachArm {
    waiting: Waiting,
    out: mpsc::Sender<u32>,
}

impl EachArm {
    pub async fn call(&self, id: u32) -> Option<u8> {
        let (tx, rx) = oneshot::channel();
        self.waiting.insert(id, tx);
        if self.out.send(id).await.is_err() {
            self.forget(id);
            return None;
        }
        match timeout(Duration::from_secs(1), rx).await {
            Ok(answer) => answer.ok(),
            Err(_) => {
                self.forget(id);
                None
            }
        }
    }

    fn forget(&self, id: u32) {
        self.waiting.remove(&id);
    }

    pub fn answer(&self, id: u32) {
        if let Some((_, tx)) = self.waiting.remove(&id) {
            let _ = tx.send(1);
        }
    }
}

/// The only failure is the answer's channel, which is closed by who takes the entry out.
pub struct NoLimit {
    waiting: Waiting,
    out: mpsc::Sender<u32>,
}

impl NoLimit {
    pub async fn call(&self, id: u32) -> Result<u8, Box<dyn std::error::Error>> {
        let (tx, rx) = oneshot::channel();
        self.waiting.insert(id, tx);
        if let Err(closed) = self.out.send(id).await {
            self.waiting.remove(&id);
            return Err(closed.into());
        }
        let answer = rx.await.map_err(|_| "closed")?;
        Ok(answer)
    }

    pub fn answer(&self, id: u32) {
        if let Some((_, tx)) = self.waiting.remove(&id) {
            let _ = tx.send(1);
        }
    }
}

/// Something sweeps.
pub struct Swept {
    waiting: Waiting,
}

impl Swept {
    pub async fn call(&self, id: u32) -> Option<u8> {
        let (tx, rx) = oneshot::channel();
        self.waiting.insert(id, tx);
        timeout(Duration::from_secs(1), rx).await.ok()?.ok()
    }

    pub fn sweep(&self) {
        self.waiting.retain(|_, tx| !tx.is_closed());
    }
}

/// Both maps are pruned, in another function.
pub struct Twins {
    links: DashMap<u64, mpsc::Sender<u8>>,
    names: DashMap<u64, String>,
}

impl Twins {
    pub fn connected(&self, id: u64, tx: mpsc::Sender<u8>, name: String) {
        self.links.insert(id, tx);
        self.names.insert(id, name);
    }

    pub fn disconnected(&self, id: u64) {
        self.links.remove(&id);
        self.unname(id);
    }

    fn unname(&self, id: u64) {
        self.names.remove(&id);
    }
}
