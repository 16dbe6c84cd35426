use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

async fn serve(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

// Drained at the end only, which may be weeks away.
async fn accept(listener: TcpListener, mut stop: watch::Receiver<bool>) {
    let mut set = JoinSet::new();
    loop {
        tokio::select! {
            Ok((socket, _)) = listener.accept() => {
                set.spawn(serve(socket)); //~ undrained-join-set
            }
            _ = stop.changed() => break,
        }
    }
    while let Some(result) = set.join_next().await {
        println!("{}", result.is_ok());
    }
}
