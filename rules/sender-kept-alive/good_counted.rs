//! Loops that wait for a number of messages, and one that closes the channel itself.
use std::sync::mpsc;

pub fn gather(workers: usize) -> Vec<usize> {
    let (done, results) = mpsc::channel();
    for worker in 0..workers {
        let done = done.clone();
        std::thread::spawn(move || {
            let _ = done.send(worker);
        });
    }
    let mut all = Vec::new();
    for _ in 0..workers {
        all.extend(results.recv());
    }
    drop(done);
    all
}

pub async fn gather_tasks(workers: usize) -> usize {
    let (done, mut results) = tokio::sync::mpsc::channel(3);
    for worker in 0..workers {
        let done = done.clone();
        tokio::spawn(async move {
            let _ = done.send(worker).await;
        });
    }
    let mut sum = 0;
    for _ in 0..workers {
        sum += results.recv().await.unwrap();
    }
    sum
}

pub struct Inbox {
    sender: tokio::sync::mpsc::Sender<u8>,
    letters: tokio::sync::mpsc::Receiver<u8>,
}

impl Inbox {
    pub fn new() -> Self {
        let (sender, letters) = tokio::sync::mpsc::channel(8);
        Self { sender, letters }
    }

    pub fn address(&self) -> tokio::sync::mpsc::Sender<u8> {
        self.sender.clone()
    }

    pub async fn close(mut self) {
        self.letters.close();
        while let Some(letter) = self.letters.recv().await {
            println!("too late: {letter}");
        }
    }
}
