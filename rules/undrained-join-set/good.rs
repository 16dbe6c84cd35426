use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

async fn serve(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

async fn accept(listener: TcpListener) -> std::io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (socket, _) = accepted?;
                connections.spawn(serve(socket));
            }
            Some(result) = connections.join_next() => {
                if let Err(error) = result {
                    eprintln!("a connection task failed: {error}");
                }
            }
        }
    }
}
