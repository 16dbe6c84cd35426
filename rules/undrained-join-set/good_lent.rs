//! The set is lent to a function of the loop, which takes ended tasks out; handed over, the rest is drained.

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

struct Connections {
    tasks: JoinSet<()>,
}

impl Connections {
    async fn shutdown(mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            println!("{ended:?}");
        }
    }
}

fn reap(tasks: &mut JoinSet<()>) {
    while let Some(ended) = tasks.try_join_next() {
        println!("{ended:?}");
    }
}

async fn serve(listener: TcpListener, stop: CancellationToken) -> Connections {
    let mut tasks = JoinSet::new();
    while let Some(accepted) = tokio::select! {
        () = stop.cancelled() => None,
        accepted = listener.accept() => Some(accepted),
    } {
        reap(&mut tasks);
        if let Ok((stream, _)) = accepted {
            tasks.spawn(talk(stream));
        }
    }
    Connections { tasks }
}

async fn talk(stream: TcpStream) {
    let _ = stream.readable().await;
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connections = serve(listener, CancellationToken::new()).await;
    connections.shutdown().await;
}
