//! The function reports its own error.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::instrument;

#[instrument(skip(socket), err)]
async fn session(socket: TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(socket).lines();
    while let Some(line) = lines.next_line().await? {
        println!("{line}");
    }
    Ok(())
}

async fn serve(listener: TcpListener, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    tokio::spawn(session(socket));
                }
                Err(error) => {
                    println!("accept: {error}");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
}
