//! The children were told to end, or have nothing to say.

use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn serve(listener: TcpListener, stop: CancellationToken) -> std::io::Result<()> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            connection = listener.accept() => println!("{}", connection?.1),
        }
    }
}

pub async fn cancelled(listener: TcpListener) {
    let stop = CancellationToken::new();
    let mut services = JoinSet::new();
    services.spawn(serve(listener, stop.clone()));
    let _ = tokio::signal::ctrl_c().await;
    stop.cancel();
    while services.join_next().await.is_some() {}
}

pub async fn aborted(listener: TcpListener) {
    let mut services = JoinSet::new();
    services.spawn(serve(listener, CancellationToken::new()));
    services.abort_all();
    while services.join_next().await.is_some() {}
}

pub async fn after_a_signal(listener: TcpListener, stop: CancellationToken) {
    let mut services = JoinSet::new();
    services.spawn(serve(listener, stop.clone()));
    stop.cancelled().await;
    while let Some(_) = services.join_next().await {}
}

pub async fn after_a_loop(mut orders: mpsc::Receiver<String>) {
    let mut jobs = JoinSet::new();
    while let Some(order) = orders.recv().await {
        jobs.spawn(async move { std::fs::write("/tmp/y", order) });
    }
    while jobs.join_next().await.is_some() {}
}

async fn greet(name: String) {
    println!("{name}");
}

pub async fn short(names: Vec<String>) {
    let mut greetings = JoinSet::new();
    for name in names {
        greetings.spawn(greet(name));
    }
    while greetings.join_next().await.is_some() {}
}

pub async fn told_by_message(listener: TcpListener, mut stop: broadcast::Receiver<()>, token: CancellationToken) {
    let mut services = JoinSet::new();
    services.spawn(serve(listener, token));
    let _ = stop.recv().await;
    while services.join_next().await.is_some() {}
}
