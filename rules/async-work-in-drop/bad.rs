use tokio::net::TcpStream;

struct Session {
    id: u64,
    socket: Option<TcpStream>,
}

async fn say_goodbye(id: u64, socket: TcpStream) {
    println!("{id}: {:?}", socket.peer_addr());
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(socket) = self.socket.take() {
            tokio::spawn(say_goodbye(self.id, socket)); //~ async-work-in-drop
        }
    }
}
