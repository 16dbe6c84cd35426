//! A tracker that is given on as a clone is the same tracker: its owner waits for it.

use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

pub async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let cancellations = TaskTracker::new();
    for _ in 0..10 {
        let (socket, _) = listener.accept().await?;
        let cancellations = cancellations.clone();
        handle(socket, cancellations).await;
    }
    cancellations.close();
    cancellations.wait().await;
    Ok(())
}

async fn handle(socket: TcpStream, cancellations: TaskTracker) {
    cancellations.spawn(async move {
        let _ = socket.readable().await;
    });
}
