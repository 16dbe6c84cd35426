use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

async fn beat() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("alive");
    }
}

pub struct Monitor {
    heart: Option<JoinHandle<()>>,
}

impl Monitor {
    pub async fn run(mut self, mut starts: mpsc::Receiver<()>) {
        while starts.recv().await.is_some() {
            self.heart.replace(tokio::spawn(beat())); //~ task-handle-overwritten
        }
        if let Some(last) = self.heart.take() {
            last.abort();
        }
    }
}

pub struct Link {
    heart: Option<JoinHandle<()>>,
}

impl Link {
    fn start(&mut self) {
        self.heart = Some(tokio::spawn(beat())); //~ task-handle-overwritten
    }

    /// What ends the last one ends none of those before.
    pub async fn run(mut self, mut lost: mpsc::Receiver<()>) {
        while lost.recv().await.is_some() {
            self.start();
        }
        if let Some(last) = self.heart.take() {
            last.abort();
        }
    }
}
