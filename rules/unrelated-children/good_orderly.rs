//! The first exit asks the others to stop, and waits for them.

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn rotate_logs(stop: CancellationToken) {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => println!("rotating"),
        }
    }
}

async fn poll_mail(stop: CancellationToken) {
    while !stop.is_cancelled() {
        sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
}

async fn run() {
    let stop = CancellationToken::new();
    let mut services = JoinSet::new();
    services.spawn(rotate_logs(stop.clone()));
    services.spawn(poll_mail(stop.clone()));
    if let Some(ended) = services.join_next().await {
        println!("stopping because of {ended:?}");
    }
    stop.cancel();
    while let Some(ended) = services.join_next().await {
        println!("{ended:?}");
    }
}

async fn all_of_them(stop: CancellationToken) {
    tokio::join!(rotate_logs(stop.clone()), poll_mail(stop));
}
