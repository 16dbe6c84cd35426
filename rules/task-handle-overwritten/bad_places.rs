use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;

async fn beat(id: u64) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("beat {id}");
    }
}

pub struct Locked {
    heart: Mutex<Option<JoinHandle<()>>>,
    other: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Locked {
    pub async fn run(&self, mut ids: Receiver<u64>) {
        while let Some(id) = ids.recv().await {
            *self.heart.lock().unwrap() = Some(tokio::spawn(beat(id))); //~ task-handle-overwritten
        }
    }

    pub async fn with_guard(&self, mut ids: Receiver<u64>) {
        while let Some(id) = ids.recv().await {
            let mut slot = self.other.lock().await;
            *slot = Some(tokio::spawn(beat(id))); //~ task-handle-overwritten
            drop(slot);
        }
    }

    pub async fn stop(&self) {
        if let Some(heart) = self.heart.lock().unwrap().take() {
            heart.abort();
        }
        if let Some(other) = self.other.lock().await.take() {
            other.abort();
        }
    }
}

static HEART: Mutex<Option<JoinHandle<()>>> = Mutex::new(None);

pub async fn in_static(mut ids: Receiver<u64>) {
    while let Some(id) = ids.recv().await {
        *HEART.lock().unwrap() = Some(tokio::spawn(beat(id))); //~ task-handle-overwritten
    }
}

pub fn stop_static() {
    if let Some(heart) = HEART.lock().unwrap().take() {
        heart.abort();
    }
}

pub async fn in_variable(mut ids: Receiver<u64>) {
    let mut heart: Option<JoinHandle<()>> = None;
    while let Some(id) = ids.recv().await {
        heart = Some(tokio::spawn(beat(id))); //~ task-handle-overwritten
    }
    // Only the last one.
    if let Some(heart) = heart {
        heart.abort();
    }
}
