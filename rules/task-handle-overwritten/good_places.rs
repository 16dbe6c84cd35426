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
            self.end();
            *self.heart.lock().unwrap() = Some(tokio::spawn(beat(id)));
        }
    }

    pub fn end(&self) {
        if let Some(heart) = self.heart.lock().unwrap().take() {
            heart.abort();
        }
    }

    pub async fn with_guard(&self, mut ids: Receiver<u64>) {
        while let Some(id) = ids.recv().await {
            let mut slot = self.other.lock().await;
            if let Some(old) = slot.take() {
                old.abort();
            }
            *slot = Some(tokio::spawn(beat(id)));
        }
    }
}

static HEART: Mutex<Option<JoinHandle<()>>> = Mutex::new(None);

pub async fn in_static(mut ids: Receiver<u64>) {
    while let Some(id) = ids.recv().await {
        stop_static();
        *HEART.lock().unwrap() = Some(tokio::spawn(beat(id)));
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
        if let Some(old) = &heart {
            old.abort();
        }
        heart = Some(tokio::spawn(beat(id)));
    }
    if let Some(heart) = heart {
        heart.abort();
    }
}

// The variable is new in each round.
pub async fn each_round(mut ids: Receiver<u64>) {
    while let Some(id) = ids.recv().await {
        let heart;
        heart = Some(tokio::spawn(beat(id)));
        tokio::time::sleep(Duration::from_secs(9)).await;
        if let Some(heart) = heart {
            heart.abort();
        }
    }
}

// Once, in whichever way.
pub async fn once(mut ids: Receiver<u64>, quick: bool) {
    let mut heart: Option<JoinHandle<()>> = None;
    if quick {
        heart = Some(tokio::spawn(beat(0)));
    }
    while let Some(id) = ids.recv().await {
        println!("{id}");
    }
    if let Some(heart) = heart {
        heart.abort();
    }
}

// The state says that it runs already.
pub struct Service {
    running: tokio::sync::RwLock<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Service {
    pub async fn start(&self) {
        let mut running = self.running.write().await;
        if *running {
            return;
        }
        *running = true;
        *self.task.lock().unwrap() = Some(tokio::spawn(beat(1)));
    }

    pub async fn stop(&self) {
        *self.running.write().await = false;
        if let Some(task) = self.task.lock().unwrap().take() {
            task.abort();
        }
    }
}

pub async fn start_both(service: &Service) {
    service.start().await;
    service.start().await;
}

// Each round has a lock of its own.
pub struct Held {
    keep: Mutex<Option<JoinHandle<()>>>,
}

impl Held {
    async fn hold(&self) {
        *self.keep.lock().unwrap() = Some(tokio::spawn(beat(2)));
    }

    fn release(&self) {
        if let Some(keep) = self.keep.lock().unwrap().take() {
            keep.abort();
        }
    }
}

pub async fn rounds(mut ids: Receiver<u64>) {
    while let Some(id) = ids.recv().await {
        let held = Held { keep: Mutex::new(None) };
        held.hold().await;
        println!("{id}");
        held.release();
    }
}
