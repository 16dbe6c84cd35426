//! Handles of tasks: a handle that is dropped lets its task go on, and an error in a task is a value of its handle.

use std::io;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn rotate_logs(stop: CancellationToken) -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            _ = tick.tick() => tokio::fs::rename("app.log", "app.log.1").await?,
        }
    }
}

async fn poll_mail(stop: CancellationToken) -> io::Result<()> {
    while !stop.is_cancelled() {
        sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
    Ok(())
}

/// `a` that returns an error gives `Ok((Err(_), _))`, once `b` has ended, too.
async fn both(stop: CancellationToken) {
    let logs = tokio::spawn(rotate_logs(stop.clone()));
    let mail = tokio::spawn(poll_mail(stop.clone()));
    let ended = tokio::try_join!(logs, mail);
    println!("{ended:?}");
}

/// The other one goes on, and can still be asked.
async fn first(mut logs: JoinHandle<io::Result<()>>, stop: CancellationToken) -> JoinHandle<io::Result<()>> {
    let mut mail = tokio::spawn(poll_mail(stop.clone()));
    let more = tokio::spawn(rotate_logs(stop));
    tokio::select! {
        ended = &mut mail => println!("{ended:?}"),
        ended = &mut logs => println!("{ended:?}"),
    }
    println!("{mail:?}");
    more
}

async fn supervise(stop: CancellationToken) {
    loop {
        let logs = tokio::spawn(rotate_logs(stop.clone()));
        let mail = tokio::spawn(poll_mail(stop.clone()));
        tokio::select! {
            ended = logs => println!("{ended:?}"),
            ended = mail => println!("{ended:?}"),
        }
        stop.cancelled().await;
    }
}
