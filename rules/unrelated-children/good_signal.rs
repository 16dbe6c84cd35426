//! A stop switch is no child.

use std::time::Duration;
use tokio::signal;
use tokio::sync::{oneshot, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn serve() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("serving");
    }
}

async fn until_ctrl_c() {
    tokio::select! {
        () = serve() => println!("ended"),
        _ = signal::ctrl_c() => println!("stopped"),
    }
}

async fn until_cancelled(stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = serve() => {}
    }
}

async fn until_told(told: oneshot::Receiver<()>, mut config: watch::Receiver<u64>) {
    tokio::select! {
        () = serve() => {}
        _ = told => println!("told"),
        _ = config.changed() => println!("config changed"),
    }
}

async fn shutdown_signal() {
    if let Err(error) = signal::ctrl_c().await {
        println!("{error}");
    }
}

async fn until_signal() {
    tokio::select! {
        () = serve() => {}
        () = shutdown_signal() => {}
    }
}
