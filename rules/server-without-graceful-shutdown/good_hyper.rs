use axum::Router;
use std::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run().await
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("0.0.0.0:80")?;
    hyper::Server::from_tcp(listener)?
        .tcp_nodelay(true)
        .serve(Router::new().into_make_service())
        .with_graceful_shutdown(async {
            if let Ok(mut term) = signal(SignalKind::terminate()) {
                term.recv().await;
            }
        })
        .await?;
    Ok(())
}
