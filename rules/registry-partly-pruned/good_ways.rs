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

/// The removal has the same condition as the insert.
pub struct Watched {
    watchers: Arc<DashMap<u32, mpsc::Sender<()>>>,
    out: mpsc::Sender<u32>,
}

impl Watched {
    pub async fn ask(&self, id: u32, watch: bool) -> Result<Option<mpsc::Receiver<()>>, String> {
        let reset = if watch {
            let (tx, rx) = mpsc::channel(1);
            self.watchers.insert(id, tx);
            Some(rx)
        } else {
            None
        };
        if self.out.send(id).await.is_err() {
            if reset.is_some() {
                self.watchers.remove(&id);
            }
            return Err("gone".to_owned());
        }
        Ok(reset)
    }

    pub async fn tell(&self, id: u32, watch: bool) -> Result<(), String> {
        if watch {
            self.watchers.insert(id, mpsc::channel(1).0);
        }
        if self.out.send(id).await.is_err() {
            if watch {
                self.watchers.remove(&id);
            }
            return Err("gone".to_owned());
        }
        Ok(())
    }
}

/// The arm that puts in always leaves.
pub struct Tries {
    waiting: Waiting,
    out: mpsc::Sender<u32>,
}

impl Tries {
    pub async fn call(&self, id: u32) -> Result<oneshot::Receiver<u8>, String> {
        loop {
            match self.out.try_send(id) {
                Ok(()) => {
                    let (tx, rx) = oneshot::channel();
                    self.waiting.insert(id, tx);
                    if let Err(error) = self.check(id) {
                        self.waiting.remove(&id);
                        return Err(error);
                    }
                    return Ok(rx);
                }
                Err(error) => println!("{error}"),
            }
            self.reconnect()?;
        }
    }

    fn check(&self, id: u32) -> Result<(), String> {
        if id == 0 { Err("no id".to_owned()) } else { Ok(()) }
    }

    fn reconnect(&self) -> Result<(), String> {
        if self.out.is_closed() { Err("closed".to_owned()) } else { Ok(()) }
    }
}
