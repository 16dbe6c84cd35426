//! The server's own handle, taken before it is served, stops it.
use salvo::{Router, Server, conn::tcp::TcpAcceptor};
use tokio::sync::oneshot;
async fn serve(l: tokio::net::TcpListener, stop: oneshot::Receiver<()>) -> anyhow::Result<()> {
    let server = Server::new(TcpAcceptor::try_from(l)?);
    let handle = server.handle();
    drop(tokio::task::spawn(async move {
        stop.await.ok();
        handle.stop_graceful(None);
    }));
    server.try_serve(Router::new()).await?;
    Ok(())
}
pub fn start(l: tokio::net::TcpListener) -> oneshot::Sender<()> {
    let (tx, rx) = oneshot::channel();
    tokio::spawn(async move {
        if let Err(e) = serve(l, rx).await {
            eprintln!("{e}");
        }
    });
    tx
}

fn main() {}
