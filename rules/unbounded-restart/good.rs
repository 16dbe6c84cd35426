use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn worker(name: &'static str) {
    let (_tx, mut rx) = mpsc::channel::<String>(8);
    while let Some(line) = rx.recv().await {
        println!("{name}: {line}");
    }
}

pub async fn keep_alive() {
    loop {
        if let Err(panic) = tokio::spawn(worker("a")).await {
            println!("{panic}");
        }
        sleep(Duration::from_secs(1)).await;
    }
}
