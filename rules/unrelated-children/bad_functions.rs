//! The same with functions: a list of futures, a race, and a `select` whose rest is dropped.

use futures::future::{self, FutureExt};
use std::io;
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

async fn list() -> io::Result<()> {
    future::try_join_all(vec![rotate_logs().boxed(), poll_mail("mx1").boxed()]).await?; //~ unrelated-children
    Ok(())
}

async fn race() -> io::Result<()> {
    futures_lite::future::race(rotate_logs(), poll_mail("mx2")).await //~ unrelated-children
}

async fn rest() {
    let services = [rotate_logs().boxed(), poll_mail("mx3").boxed()];
    let (ended, which, _) = future::select_all(services).await; //~ unrelated-children
    println!("{which}: {ended:?}");
}
