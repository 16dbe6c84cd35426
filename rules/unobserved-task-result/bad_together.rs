//! The results of all are thrown away together.

use tokio::net::TcpListener;

async fn serve(addr: String) -> std::io::Result<()> {
    let listener = TcpListener::bind(addr).await?;
    loop {
        let (socket, _) = listener.accept().await.or_else(|e| {
            eprintln!("{e}");
            Err(e)
        })?;
        tokio::spawn(async move { drop(socket) });
    }
}

pub async fn run(endpoints: Vec<String>) {
    let mut workers = Vec::with_capacity(endpoints.len());
    for e in endpoints {
        workers.push(tokio::spawn(serve(e)));
    }
    futures::future::join_all(workers).await; //~ unobserved-task-result
}
