//! `into` turns an optional handle into an optional future, which is awaited.

use futures::future::OptionFuture;

async fn serve(port: u16) -> std::io::Result<()> {
    tokio::net::TcpListener::bind(("127.0.0.1", port)).await.map(|_| ())
}

pub async fn run(port: Option<u16>) {
    let server: OptionFuture<_> = match port {
        Some(port) => Some(tokio::spawn(serve(port))),
        None => None,
    }
    .into();
    if let Some(Ok(Err(error))) = server.await {
        eprintln!("{error}");
    }
}
