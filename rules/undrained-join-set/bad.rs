use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

async fn serve(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

async fn accept(listener: TcpListener) -> std::io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        let (socket, _) = listener.accept().await?;
        connections.spawn(serve(socket)); //~ undrained-join-set
    }
}
