use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let token = CancellationToken::new();
    let metrics = TcpListener::bind("0.0.0.0:9000").await?;
    let side = tokio::spawn(async move { axum::serve(metrics, Router::new()).await });
    tokio::select! {
        result = serve() => result?,
        _ = token.cancelled() => {}
    }
    side.abort();
    token.run_until_cancelled(serve()).await;
    Ok(())
}

async fn serve() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    axum::serve(listener, Router::new()).await
}
