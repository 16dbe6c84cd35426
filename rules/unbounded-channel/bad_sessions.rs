//! Each session gets a clone, and each line of each client goes in.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel as queue};
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn session(socket: TcpStream, lines: UnboundedSender<String>) -> io::Result<()> {
    let mut incoming = BufReader::new(socket).lines();
    while let Some(line) = incoming.next_line().await? {
        if lines.send(line).is_err() {
            break;
        }
    }
    Ok(())
}

async fn count(mut lines: UnboundedReceiver<String>) {
    let mut count = 0_u64;
    while let Some(line) = lines.recv().await {
        count += 1;
        println!("{count}: {line}");
        sleep(Duration::from_millis(1)).await;
    }
}

async fn serve(listener: TcpListener) {
    let (lines, rx) = queue(); //~ unbounded-channel
    let counter = tokio::spawn(count(rx));
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    sessions.spawn(session(socket, lines.clone()));
                }
                Err(error) => {
                    println!("accept: {error}");
                    break;
                }
            },
            Some(ended) = sessions.join_next() => println!("{ended:?}"),
        }
    }
    sessions.shutdown().await;
    drop(lines);
    println!("{:?}", counter.await);
}
