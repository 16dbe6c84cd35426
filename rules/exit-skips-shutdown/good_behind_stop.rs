//! Tasks that end the process when they are told to stop, wherever the exit stands.

use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn in_branch(stop: CancellationToken) {
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            _ = stop.cancelled() => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                std::process::exit(1);
            }
            _ = tick.tick() => tracing::info!("alive"),
        }
    }
}

async fn behind_the_loop(stop: CancellationToken) {
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = tick.tick() => tracing::info!("alive"),
        }
    }
    std::process::exit(1);
}

async fn behind_the_select() {
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = tokio::time::sleep(Duration::from_secs(60)) => continue,
        }
        tracing::warn!("a second signal");
        std::process::exit(130);
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let tasks = [
        tokio::spawn(in_branch(stop.clone())),
        tokio::spawn(behind_the_loop(stop.clone())),
        tokio::spawn(behind_the_select()),
    ];
    tokio::signal::ctrl_c().await.expect("a signal handler");
    stop.cancel();
    for task in tasks {
        if let Err(error) = task.await {
            tracing::error!("{error}");
        }
    }
}
