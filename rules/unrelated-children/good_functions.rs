//! Functions that wait for all, or that give the others back.

use futures::future::{self, Either, FutureExt};
use std::io;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{interval, sleep};

async fn rotate_logs() -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tick.tick().await;
        tokio::fs::rename("app.log", "app.log.1").await?;
    }
}

async fn poll_mail(host: &str) -> io::Result<()> {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("polling {host}");
        if host.is_empty() {
            return Err(io::Error::other("no host"));
        }
    }
}

async fn all() {
    let ended = future::join_all(vec![rotate_logs().boxed(), poll_mail("mx1").boxed()]).await;
    println!("{ended:?}");
}

async fn one_by_one() {
    let mut services = vec![rotate_logs().boxed(), poll_mail("mx2").boxed()];
    while !services.is_empty() {
        let (ended, which, rest) = future::select_all(services).await;
        println!("{which}: {ended:?}");
        services = rest;
    }
}

async fn then_the_other() {
    let logs = pin!(rotate_logs());
    let mail = pin!(poll_mail("mx3"));
    match future::select(logs, mail).await {
        Either::Left((ended, mail)) => println!("{ended:?} {:?}", mail.await),
        Either::Right((ended, logs)) => println!("{ended:?} {:?}", logs.await),
    }
}
