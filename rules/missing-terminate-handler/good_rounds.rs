//! Buffers that are empty wherever their loop is left, and lists that are memory.

use tokio::sync::mpsc::Receiver;

pub struct Worker {
    requests: Receiver<String>,
    stop: tokio::sync::watch::Receiver<bool>,
}

impl Worker {
    /// What an arm fills, the same arm hands on.
    pub async fn in_its_arm(&mut self) {
        let mut batch = Vec::with_capacity(64);
        loop {
            match self.requests.recv().await {
                Some(first) => {
                    batch.clear();
                    batch.push(first);
                    for _ in 1..64 {
                        match self.requests.try_recv() {
                            Ok(next) => batch.push(next),
                            Err(_) => break,
                        }
                    }
                    self.handle(&mut batch).await;
                }
                None => {
                    println!("no more requests");
                    break;
                }
            }
        }
    }

    /// Each round begins with nothing: what is there when the loop is left has been handled.
    pub async fn from_the_top(&mut self) {
        let mut batch: Vec<String> = Vec::with_capacity(64);
        loop {
            batch.clear();
            tokio::select! {
                request = self.requests.recv() => match request {
                    Some(first) => batch.push(first),
                    None => break,
                },
                _ = self.stop.changed() => {
                    println!("told to stop");
                    break;
                }
            }
            if batch[0].is_empty() {
                continue;
            }
            self.handle(&mut batch).await;
        }
    }

    async fn handle(&mut self, batch: &mut Vec<String>) {
        for request in batch.drain(..) {
            println!("{request}");
        }
    }
}

pub struct Offer(u64);

/// All offers so far, each of which has been told already.
pub async fn best(mut offers: Receiver<Offer>) {
    let mut seen: Vec<u64> = Vec::new();
    while let Some(Offer(price)) = offers.recv().await {
        seen.push(price);
        let rank = seen.iter().filter(|other| **other < price).count();
        println!("{price} is number {rank}");
    }
}
