use axum::Router;
use std::net::SocketAddr;
use std::time::Duration;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    serve(SocketAddr::from(([0, 0, 0, 0], 80)), Router::new()).await
}

async fn serve(addr: SocketAddr, app: Router) -> std::io::Result<()> {
    let handle = axum_server::Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            let _ = tokio::signal::ctrl_c().await;
            handle.graceful_shutdown(Some(Duration::from_secs(5)));
        }
    });
    axum_server::bind(addr).handle(handle).serve(app.into_make_service()).await
}
