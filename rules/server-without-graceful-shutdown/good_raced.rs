//! What stands beside the server ends when it is to stop.

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (stop, stopped) = mpsc::channel(1);
    tokio::spawn(async move {
        tokio::signal::ctrl_c().await.ok();
        stop.send(()).await.ok();
    });
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    tokio::select! {
        served = axum::serve(listener, Router::new()) => served,
        _ = work(stopped) => Ok(()),
    }
}

async fn work(mut stopped: mpsc::Receiver<()>) {
    while stopped.recv().await.is_none() {
        println!("tick");
    }
}
