//! The first of them to end takes the others down, even if it ends well.

use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot};
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

struct Query {
    key: u64,
    reply: oneshot::Sender<u64>,
}

async fn answer(mut queries: mpsc::Receiver<Query>) {
    while let Some(query) = queries.recv().await {
        let _ = query.reply.send(query.key * 2);
    }
}

async fn listen(socket: UdpSocket, stop: CancellationToken) {
    let mut buffer = [0; 512];
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            received = socket.recv(&mut buffer) => println!("{received:?}"),
        }
    }
}

async fn clean_up(stop: CancellationToken) {
    let mut tick = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => println!("cleaning up"),
        }
    }
}

async fn run(queries: mpsc::Receiver<Query>, socket: UdpSocket, stop: CancellationToken) {
    tokio::select! { //~ unrelated-children
        () = answer(queries) => println!("answering ended"),
        () = listen(socket, stop.clone()) => println!("listening ended"),
        () = clean_up(stop.clone()) => println!("cleaning up ended"),
    }
}
