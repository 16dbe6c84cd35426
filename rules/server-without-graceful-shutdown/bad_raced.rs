//! What stands beside the server in the `select!` never ends.

use axum::Router;
use std::time::Duration;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    let admin = TcpListener::bind("0.0.0.0:81").await?;
    tokio::select! {
        served = axum::serve(listener, Router::new()) => served, //~ server-without-graceful-shutdown
        served = axum::serve(admin, Router::new()) => served, //~ server-without-graceful-shutdown
        _ = work() => Ok(()),
    }
}

async fn work() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("tick");
    }
}
