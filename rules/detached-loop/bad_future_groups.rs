//! Futures that are run together by a call, of which none ends, or one goes on when the others have ended.
use futures::future;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn print(mut lines: Receiver<String>) {
    while let Some(line) = lines.recv().await {
        println!("{line}");
    }
}

pub fn none_ends() {
    tokio::spawn(async move { //~ detached-loop
        let one = beat();
        let other = beat();
        futures::pin_mut!(one, other);
        future::select(one, other).await;
    });
}

pub fn both(lines: Receiver<String>) {
    tokio::spawn(async move { //~ detached-loop
        future::join(print(lines), beat()).await;
    });
}

pub fn all(lines: Vec<Receiver<String>>) {
    tokio::spawn(async move { //~ detached-loop
        let beats = lines.into_iter().map(|_| beat());
        future::join_all(beats).await;
    });
}

pub fn all_of_list() {
    tokio::spawn(async move { //~ detached-loop
        let mut beats = Vec::new();
        beats.push(beat());
        beats.push(beat());
        future::join_all(beats).await;
    });
}
