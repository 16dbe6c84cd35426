use tokio::task::JoinHandle;

async fn serve(port: u16) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(("localhost", port)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        drop(stream);
    }
}

// Without the feature there is nothing that could end, and nothing that goes on.
fn consensus() -> JoinHandle<std::io::Result<()>> {
    tokio::spawn(std::future::pending())
}

pub async fn run(port: u16) -> bool {
    let consensus = consensus();
    let other = tokio::spawn(std::future::pending::<()>());
    tokio::select! {
        ended = consensus => ended.is_ok(),
        ended = other => ended.is_ok(),
        served = serve(port) => served.is_ok(),
    }
}
