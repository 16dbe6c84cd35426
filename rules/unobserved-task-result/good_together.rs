//! Each of the results is looked at.

use tokio::net::TcpListener;

async fn serve(addr: String) -> std::io::Result<()> {
    TcpListener::bind(addr).await?;
    Ok(())
}

pub async fn run(endpoints: Vec<String>) {
    let mut workers = Vec::with_capacity(endpoints.len());
    for e in endpoints {
        workers.push(tokio::spawn(serve(e)));
    }
    for r in futures::future::join_all(workers).await {
        match r {
            Ok(Ok(())) => {}
            Ok(Err(e)) => eprintln!("{e}"),
            Err(e) => eprintln!("{e}"),
        }
    }
}
