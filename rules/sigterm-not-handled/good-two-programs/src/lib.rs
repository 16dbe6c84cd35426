use axum::Router;
use tokio::net::TcpListener;

pub async fn serve() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:80").await?;
    axum::serve(listener, Router::new()).await
}
