//! The ctrl-c of another command is none of the server, and the one of the server is.
use axum::Router;
use tokio::net::TcpListener;

async fn serve() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    axum::serve(listener, Router::new())
        .with_graceful_shutdown(async move {
            let _ = tokio::signal::ctrl_c().await; //~ sigterm-not-handled
        })
        .await
}

async fn download() -> std::io::Result<()> {
    tokio::fs::create_dir_all("tools").await
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("setup") => {
            let (tx, mut rx) = tokio::sync::mpsc::channel(1);
            let cancel = tokio::spawn(async move {
                if tokio::signal::ctrl_c().await.is_ok() {
                    let _ = tx.send(()).await;
                }
            });
            let done = tokio::select! {
                done = download() => done,
                _ = rx.recv() => Ok(()),
            };
            cancel.abort();
            done
        }
        _ => serve().await,
    }
}
