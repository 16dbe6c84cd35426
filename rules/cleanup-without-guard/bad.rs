use std::sync::atomic::{AtomicUsize, Ordering};

struct Server {
    active: AtomicUsize,
}

impl Server {
    async fn handle(&self, mut socket: tokio::net::TcpStream) -> std::io::Result<()> {
        self.active.fetch_add(1, Ordering::Relaxed); //~ cleanup-without-guard
        serve(&mut socket).await?;
        self.active.fetch_sub(1, Ordering::Relaxed);
        Ok(())
    }
}

async fn serve(socket: &mut tokio::net::TcpStream) -> std::io::Result<()> {
    socket.readable().await
}
