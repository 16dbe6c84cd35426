//! An entry that stays on purpose: the next state of a slot, one that is written to for whoever comes next, and one that
//! this call has not made.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, mpsc};
use tokio::sync::RwLock;

enum Entry {
    Launching { config: u32 },
    Stopped { config: u32 },
    Active { config: u32, task: tokio::task::JoinHandle<()> },
}

#[derive(Clone)]
pub struct Manager {
    entries: Arc<RwLock<HashMap<String, Entry>>>,
    stopping: Arc<std::sync::atomic::AtomicBool>,
}

async fn set_up() -> Result<u32, String> {
    Err("no".into())
}

impl Manager {
    pub async fn settle(&self, name: String) -> Result<u32, String> {
        let set_up = set_up().await;
        let mut entries = self.entries.write().await;
        match entries.remove(&name) {
            Some(Entry::Launching { config }) => match set_up {
                Err(e) => {
                    entries.insert(name.clone(), Entry::Stopped { config });
                    Err(e)
                }
                Ok(_) if self.stopping.load(std::sync::atomic::Ordering::Relaxed) => {
                    entries.insert(name.clone(), Entry::Launching { config });
                    drop(entries);
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    let mut entries = self.entries.write().await;
                    if let Some(Entry::Launching { config }) = entries.remove(&name) {
                        entries.insert(name.clone(), Entry::Stopped { config });
                    }
                    Err("stopping".into())
                }
                Ok(job) => {
                    let task = tokio::spawn(async move { println!("{job}") });
                    entries.insert(name.clone(), Entry::Active { config, task });
                    Ok(job)
                }
            },
            Some(other) => {
                entries.insert(name, other);
                Err("busy".into())
            }
            None => Err("gone".into()),
        }
    }

    pub async fn stop(&self, name: &str) {
        if let Some(Entry::Active { config, task }) = self.entries.write().await.remove(name) {
            task.abort();
            println!("{config}");
        }
    }
}

pub struct Io {
    sender: Option<mpsc::SyncSender<u8>>,
}

pub struct Service {
    ios: Mutex<HashMap<String, Io>>,
}

impl Service {
    pub fn stdin(&self, id: &str, input: mpsc::Receiver<u8>, out: mpsc::Sender<u32>) -> Result<(), String> {
        let (sender, rx) = mpsc::sync_channel(8);
        self.ios.lock().unwrap().insert(id.to_string(), Io { sender: Some(sender.clone()) });
        loop {
            if let Err(e) = out.send(1) {
                if let Some(io) = self.ios.lock().unwrap().get_mut(id) {
                    io.sender = Some(sender);
                }
                return Err(e.to_string());
            }
            match input.recv() {
                Ok(byte) => println!("{byte} {:?}", rx.try_recv()),
                Err(_) => {
                    self.ios.lock().unwrap().remove(id);
                    return Ok(());
                }
            }
        }
    }
}

#[derive(Clone)]
pub struct Lane {
    tx: mpsc::SyncSender<u32>,
}

pub struct Lanes {
    lanes: Mutex<HashMap<String, Lane>>,
}

impl Lanes {
    pub fn enqueue(&self, key: String, n: u32) -> Result<Option<mpsc::Receiver<u32>>, &'static str> {
        let mut lanes = self.lanes.lock().unwrap();
        let mut fresh = None;
        let (lane, created) = match lanes.get(&key) {
            Some(lane) => (lane.clone(), false),
            None => {
                let (tx, rx) = mpsc::sync_channel(1);
                fresh = Some(rx);
                let lane = Lane { tx };
                lanes.insert(key.clone(), lane.clone());
                (lane, true)
            }
        };
        match lane.tx.try_send(n) {
            Ok(()) => Ok(fresh),
            Err(e) => {
                if created {
                    lanes.remove(&key);
                }
                match e {
                    mpsc::TrySendError::Full(_) => Err("full"),
                    mpsc::TrySendError::Disconnected(_) => Err("closed"),
                }
            }
        }
    }
}
