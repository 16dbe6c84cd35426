//! Who finds an entry revoked has not made it.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Mutex;
use tokio::sync::oneshot;

pub struct Revoked;

#[derive(Default)]
pub struct Lease {
    revoked: AtomicBool,
    waiting: Option<oneshot::Sender<()>>,
}

#[derive(Default)]
pub struct Leases {
    entries: Arc<Mutex<HashMap<String, Lease>>>,
}

impl Leases {
    pub async fn acquire(&self, path: String, waiting: oneshot::Sender<()>) -> Result<(), Revoked> {
        {
            let mut entries = self.entries.lock().await;
            let entry = entries.entry(path.clone()).or_default();
            if entry.revoked.load(Ordering::Acquire) {
                return Err(Revoked);
            }
            entry.waiting = Some(waiting);
        }
        match check(&path).await {
            Ok(()) => Ok(()),
            Err(gone) => {
                self.entries.lock().await.remove(&path);
                Err(gone)
            }
        }
    }
}

async fn check(_: &str) -> Result<(), Revoked> {
    Ok(())
}
