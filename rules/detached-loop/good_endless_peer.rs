//! Tasks that wait for a channel of which another task has a sender, that can be stopped, or of which somebody else has
//! one, too.
use std::time::Duration;
use tokio::sync::mpsc::{self, Sender};
use tokio::task::JoinHandle;

async fn tick(ticks: Sender<u64>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let _ = ticks.send(1).await;
    }
}

pub fn start() -> JoinHandle<()> {
    let (ticks, mut rounds) = mpsc::channel::<u64>(4);
    tokio::spawn(async move {
        while let Some(tick) = rounds.recv().await {
            println!("{tick}");
        }
    });
    tokio::spawn(tick(ticks))
}

pub fn leaves() {
    let (ticks, mut rounds) = mpsc::channel::<u64>(4);
    tokio::spawn(async move {
        for round in 0..100 {
            let _ = ticks.send(round).await;
        }
    });
    tokio::spawn(async move {
        while let Some(tick) = rounds.recv().await {
            println!("{tick}");
        }
    });
}
