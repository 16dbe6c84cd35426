use tokio::net::TcpStream;
use tokio::sync::mpsc;

struct Session {
    id: u64,
    socket: TcpStream,
    closed: mpsc::UnboundedSender<u64>,
}

impl Session {
    async fn close(self) {
        println!("{}: {:?}", self.id, self.socket.peer_addr());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.closed.send(self.id);
    }
}
