//! A server that was given a handle ends when that says so.
use tokio::sync::watch;

pub async fn serve(listener: std::net::TcpListener, app: axum::Router, mut stop: watch::Receiver<bool>) {
    let handle = axum_server::Handle::new();
    let of_server = handle.clone();
    tokio::spawn(async move {
        let server = axum_server::from_tcp(listener).unwrap().handle(of_server);
        if let Err(error) = server.serve(app.into_make_service()).await {
            eprintln!("{error}");
        }
    });
    tokio::spawn(async move {
        let _ = stop.wait_for(|stop| *stop).await;
        handle.graceful_shutdown(None);
    });
}
