//! What is there to end the task is not used, or is for another one.

use std::time::Duration;
use tokio::sync::{Mutex, broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::sync::CancellationToken;

async fn write(n: u64) {
    tokio::time::sleep(Duration::from_secs(n)).await;
}

pub struct Store {
    writes: Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    pub async fn put(&self, n: u64) {
        self.writes.lock().await.push(tokio::spawn(write(n))); //~ timeout-detaches-task
    }

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
            println!("{} go on", aborts.len());
        }
    }
}

fn follow(stop: CancellationToken, mut news: broadcast::Receiver<u64>) -> JoinHandle<()> {
    tokio::spawn(async move { //~ timeout-detaches-task
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

pub async fn until_stopped(stop: CancellationToken, own: CancellationToken, news: &broadcast::Sender<u64>) {
    let task = follow(own.clone(), news.subscribe());
    tokio::select! {
        () = stop.cancelled() => println!("stopped"),
        _ = task => println!("no more news"),
    }
}
