//! Futures that are run together by a call, of which one ends.
use futures::future::{self, Either};
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

async fn write(mut lines: Receiver<String>) -> std::io::Result<()> {
    while let Some(line) = lines.recv().await {
        std::fs::write("log", line)?;
    }
    Ok(())
}

async fn beat_hard() -> std::io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub fn first_pinned(lines: Receiver<String>) {
    tokio::spawn(async move {
        let beat = beat();
        let print = print(lines);
        futures::pin_mut!(beat, print);
        match future::select(beat, print).await {
            Either::Left(_) => println!("beats no more"),
            Either::Right(_) => println!("prints no more"),
        }
    });
}

pub fn first_boxed(lines: Receiver<String>) {
    tokio::spawn(future::select(Box::pin(beat()), Box::pin(print(lines))));
}

pub fn first_of_list(lines: Receiver<String>) {
    tokio::spawn(async move {
        let mut all: Vec<future::BoxFuture<'static, ()>> = vec![Box::pin(beat())];
        all.push(Box::pin(print(lines)));
        future::select_all(all).await;
    });
}

pub fn all_end(one: Receiver<String>, other: Receiver<String>) {
    tokio::spawn(async move {
        future::join_all([print(one), print(other)]).await;
    });
}

pub fn one_fails(lines: Receiver<String>) {
    tokio::spawn(async move {
        if let Err(error) = tokio::try_join!(write(lines), beat_hard()) {
            println!("{error}");
        }
    });
}
