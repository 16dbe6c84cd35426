//! tokio's `blocking_send` panics in a task; it is right to await `send` there.

use std::io;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub async fn read_commands(socket: TcpStream, commands: mpsc::Sender<String>) -> io::Result<()> {
    let mut lines = BufReader::new(socket).lines();
    while let Some(line) = lines.next_line().await? {
        if commands.send(line).await.is_err() {
            break;
        }
    }
    Ok(())
}
