// A library: who runs it decides.
use axum::Router;
use tokio::net::TcpListener;

pub async fn serve(listener: TcpListener, app: Router) -> std::io::Result<()> {
    axum::serve(listener, app).await
}
