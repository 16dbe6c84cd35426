//! The set is handed over when the loop is over: whoever drains it then is too late for a loop over connections.

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

struct Connections {
    cancel: CancellationToken,
    tasks: JoinSet<()>,
}

impl Connections {
    async fn shutdown(self) {
        let Self { cancel, mut tasks } = self;
        cancel.cancel();
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                println!("{error}");
            }
        }
    }
}

async fn serve(listener: TcpListener, stop: CancellationToken) -> Connections {
    let cancel = CancellationToken::new();
    let mut tasks = JoinSet::new();
    while let Some(accepted) = tokio::select! {
        () = stop.cancelled() => None,
        accepted = listener.accept() => Some(accepted),
    } {
        match accepted {
            Ok((stream, _)) => {
                tasks.spawn(talk(stream, cancel.child_token())); //~ undrained-join-set
            }
            Err(error) => println!("{error}"),
        }
    }
    Connections { cancel, tasks }
}

async fn talk(stream: TcpStream, cancel: CancellationToken) {
    tokio::select! {
        () = cancel.cancelled() => {}
        ready = stream.readable() => println!("{ready:?}"),
    }
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connections = serve(listener, CancellationToken::new()).await;
    connections.shutdown().await;
}
