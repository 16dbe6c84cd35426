//! Only one of the ways out removes the entry.

use dashmap::DashMap;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

#[derive(Default)]
struct Hub {
    members: DashMap<u64, mpsc::Sender<String>>,
}

async fn session(mut lines: Lines<BufReader<TcpStream>>, id: u64, hub: Arc<Hub>) {
    let (outbox, mut inbox) = mpsc::channel::<String>(4);
    hub.members.insert(id, outbox);
    loop { //~ missing-terminate-handler
        tokio::select! {
            Some(message) = inbox.recv() => println!("{message}"),
            line = lines.next_line() => match line {
                Ok(Some(line)) if line == "/quit" => {
                    hub.members.remove(&id);
                    break;
                }
                Ok(Some(line)) => println!("{line}"),
                Ok(None) | Err(_) => break,
            },
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let hub = Arc::new(Hub::default());
    let listener = TcpListener::bind("0.0.0.0:8080").await?;
    let mut sessions = JoinSet::new();
    let mut id = 0;
    loop {
        while sessions.try_join_next().is_some() {}
        if let Ok((socket, _)) = listener.accept().await {
            id += 1;
            sessions.spawn(session(BufReader::new(socket).lines(), id, hub.clone()));
        }
    }
}
