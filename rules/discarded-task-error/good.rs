use std::io;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;

async fn replicate(addr: String) -> io::Result<()> {
    let mut socket = TcpStream::connect(addr).await?;
    socket.write_all(b"replicate\n").await
}

fn start(tasks: &TaskTracker, addr: String) {
    tasks.spawn(async move {
        if let Err(error) = replicate(addr).await {
            println!("replication failed: {error}");
        }
    });
}

async fn stop(tasks: &TaskTracker) {
    tasks.close();
    tasks.wait().await;
}
