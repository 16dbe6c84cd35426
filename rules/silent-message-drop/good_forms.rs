// Drops that are counted, that lose nothing, or that are none.
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc::{self, Sender, error::TrySendError};

static DROPPED: AtomicU64 = AtomicU64::new(0);

pub fn counted(tx: &Sender<String>) {
    if tx.try_send(String::new()).is_err() {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

pub fn told_apart(tx: &Sender<String>) -> bool {
    match tx.try_send(String::new()) {
        Ok(()) | Err(TrySendError::Full(_)) => true,
        Err(TrySendError::Closed(_)) => false,
    }
}

pub fn wake(tx: &Sender<()>) {
    let _ = tx.try_send(());
}

pub fn newest() {
    let (tx, rx) = mpsc::channel(1);
    std::thread::spawn(move || drop(rx));
    let _ = tx.try_send(String::from("changed"));
}

pub async fn falls_back(tx: &Sender<String>) {
    if let Err(TrySendError::Full(message)) = tx.try_send(String::new()) {
        let _ = tx.send(message).await;
    }
}
