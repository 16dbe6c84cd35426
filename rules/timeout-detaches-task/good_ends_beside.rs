//! Something else ends the task when its handle is let go of.

use std::time::Duration;
use tokio::sync::{Mutex, broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle, LocalSet, spawn_local};
use tokio_util::sync::CancellationToken;

async fn write(n: u64) {
    tokio::time::sleep(Duration::from_secs(n)).await;
}

pub struct Store {
    writes: Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    pub async fn put(&self, n: u64) {
        self.writes.lock().await.push(tokio::spawn(write(n)));
    }

    /// The abort handles were taken before.
    pub async fn flush(&self) {
        let writes = self.writes.lock().await.drain(..).collect::<Vec<_>>();
        let aborts = writes.iter().map(JoinHandle::abort_handle).collect::<Vec<AbortHandle>>();
        let drained = tokio::time::timeout(Duration::from_secs(1), async {
            for write in writes {
                let _ = write.await;
            }
        })
        .await;
        if drained.is_err() {
            for abort in aborts {
                abort.abort();
            }
        }
    }
}

/// The set is dropped with the statement, and its tasks with it.
pub async fn first() {
    LocalSet::new()
        .run_until(async {
            tokio::select! {
                _ = spawn_local(write(1)) => {}
                _ = spawn_local(write(2)) => {}
            }
        })
        .await;
}

fn follow(stop: CancellationToken, mut news: broadcast::Receiver<u64>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let (tx, mut rx) = mpsc::channel(4);
        let reads = tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = stop.cancelled() => break,
                    word = news.recv() => match word {
                        Ok(word) => {
                            if tx.send(word).await.is_err() {
                                break;
                            }
                        }
                        Err(_) => break,
                    },
                }
            }
        });
        let prints = tokio::spawn(async move {
            while let Some(word) = rx.recv().await {
                println!("{word}");
            }
        });
        let _ = tokio::try_join!(reads, prints);
    })
}

/// What makes the other branch ready ends the task, too.
pub async fn until_stopped(stop: CancellationToken, news: &broadcast::Sender<u64>) {
    let task = follow(stop.clone(), news.subscribe());
    tokio::select! {
        () = stop.cancelled() => println!("stopped"),
        _ = task => println!("no more news"),
    }
}
