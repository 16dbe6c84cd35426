//! A command that waits some time for an answer is no server.

use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

async fn read_code(socket: TcpStream, codes: mpsc::Sender<String>) {
    let _ = codes.send(format!("{:?}", socket.peer_addr())).await;
}

async fn code(listener: TcpListener) -> Result<String, String> {
    let (tx, mut rx) = mpsc::channel(1);
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (socket, _) = accepted.map_err(|error| error.to_string())?;
                tokio::spawn(read_code(socket, tx.clone()));
            }
            Some(code) = rx.recv() => return Ok(code),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let code = tokio::select! {
        code = code(listener) => code?,
        _ = tokio::signal::ctrl_c() => return Err("interrupted".to_owned()),
        _ = tokio::time::sleep(Duration::from_secs(120)) => return Err("nobody answers".to_owned()),
    };
    println!("{code}");
    Ok(())
}
