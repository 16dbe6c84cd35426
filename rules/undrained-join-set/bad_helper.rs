use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

async fn serve(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

fn start(set: &mut JoinSet<()>, socket: TcpStream) {
    set.spawn(serve(socket)); //~ undrained-join-set
}

// Drained at the end only, which may be weeks away.
async fn accept(listener: TcpListener, mut stop: watch::Receiver<bool>) {
    let mut set = JoinSet::new();
    loop {
        tokio::select! {
            Ok((socket, _)) = listener.accept() => start(&mut set, socket),
            _ = stop.changed() => break,
        }
    }
    println!("stopped");
}
