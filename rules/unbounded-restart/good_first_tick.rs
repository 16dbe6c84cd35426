//! Ticks that are waits: of an interval that is older than the round, the second of one, and in work that cannot fail.

use std::io;
use std::time::Duration;
use tokio::time::{Interval, interval};

pub async fn older() {
    let mut every = interval(Duration::from_secs(5));
    loop {
        every.tick().await;
        if let Err(panic) = tokio::spawn(work()).await {
            println!("{panic}");
        }
    }
}

pub async fn lent(mut every: Interval) {
    loop {
        let task = tokio::spawn(work());
        every.tick().await;
        println!("{:?}", task.await);
    }
}

pub async fn second() {
    loop {
        println!("{:?}", tokio::spawn(skips()).await);
    }
}

pub async fn never_fails() {
    loop {
        println!("{:?}", tokio::spawn(ticks()).await);
    }
}

async fn work() -> io::Result<()> {
    loop {
        tokio::fs::rename("/srv/new", "/srv/old").await?;
    }
}

async fn skips() -> io::Result<()> {
    let mut every = interval(Duration::from_secs(5));
    every.tick().await;
    loop {
        every.tick().await;
        tokio::fs::rename("/srv/new", "/srv/old").await?;
    }
}

async fn ticks() {
    let mut every = interval(Duration::from_secs(5));
    loop {
        every.tick().await;
        println!("here");
    }
}
