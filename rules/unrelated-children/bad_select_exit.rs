//! The first exit is seen in a `select!` beside a signal, and takes the others down: they are aborted, or the set is
//! dropped. A token that is cancelled right before the abort is heard by nobody.

use std::io;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn poll_inverters() -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        tokio::fs::write("inverters", "").await?;
    }
}

async fn refresh_tariffs() -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        tokio::fs::write("tariffs", "").await?;
    }
}

pub async fn aborts() {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    tokio::select! { //~ unrelated-children
        _ = tokio::signal::ctrl_c() => println!("asked to stop"),
        Some(ended) = services.join_next() => println!("{ended:?}"),
    }
    services.abort_all();
    while let Some(ended) = services.join_next().await {
        println!("{ended:?}");
    }
}

pub async fn drops() {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    tokio::select! { //~ unrelated-children
        _ = tokio::signal::ctrl_c() => println!("asked to stop"),
        Some(ended) = services.join_next() => println!("{ended:?}"),
    }
}

pub async fn says_it_to_nobody(stop: CancellationToken) {
    let mut services = JoinSet::new();
    services.spawn(poll_inverters());
    services.spawn(refresh_tariffs());
    if let Some(ended) = services.join_next().await { //~ unrelated-children
        println!("{ended:?}");
    }
    stop.cancel();
    services.abort_all();
}
