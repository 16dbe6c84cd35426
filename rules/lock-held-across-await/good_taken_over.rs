use dashmap::DashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

pub struct Hub {
    users: DashMap<String, Vec<mpsc::Sender<String>>>,
    details: DashMap<u32, Arc<Mutex<String>>>,
    job: Mutex<Option<JoinHandle<u32>>>,
}

impl Hub {
    // The reference moves into the closure, and ends with it.
    pub async fn tell(&self, user: &str, text: &str) {
        if let Some(senders) = self.users.get(user).map(|senders| senders.clone()) {
            for sender in &senders {
                let _ = sender.send(text.to_owned()).await;
            }
        }
    }

    pub async fn detail(&self, id: u32) -> Option<String> {
        if let Some(detail) = self.details.get(&id).map(|entry| entry.value().clone()) {
            let detail = detail.lock().await;
            Some(detail.clone())
        } else {
            None
        }
    }

    // Nothing is found: nothing is held.
    pub async fn open(&self, id: u32) -> usize {
        let found = self.details.get(&id);
        match found {
            Some(detail) => detail.value().try_lock().map_or(0, |text| text.len()),
            None => {
                load(id).await;
                0
            }
        }
    }

    pub async fn missing(&self, id: u32) {
        let found = self.details.get(&id);
        if found.is_none() {
            load(id).await;
        }
    }

    // It has ended: its result is there.
    pub async fn result(&self) -> Option<u32> {
        let mut job = self.job.lock().await;
        if job.as_ref()?.is_finished() {
            let handle = job.take()?;
            return handle.await.ok();
        }
        None
    }
}

async fn load(_id: u32) {}
