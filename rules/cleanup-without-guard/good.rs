use std::sync::atomic::{AtomicUsize, Ordering};

struct Server {
    active: AtomicUsize,
}

struct Active<'a>(&'a AtomicUsize);

impl<'a> Active<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Active<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Server {
    async fn handle(&self, mut socket: tokio::net::TcpStream) -> std::io::Result<()> {
        let _active = Active::new(&self.active);
        serve(&mut socket).await
    }
}

async fn serve(socket: &mut tokio::net::TcpStream) -> std::io::Result<()> {
    socket.readable().await
}
