use axum::Router;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    axum::serve(listener, Router::new()).with_graceful_shutdown(stop()).await
}

async fn stop() {
    let _ = tokio::signal::ctrl_c().await; //~ sigterm-not-handled
}
