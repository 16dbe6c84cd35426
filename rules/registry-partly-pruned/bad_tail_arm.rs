//! The last expression leaves by an arm that takes nothing out.

use dashmap::DashMap;
use std::io;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Hub {
    sessions: DashMap<u64, mpsc::Sender<String>>,
}

async fn pump(socket: &mut TcpStream) -> io::Result<()> {
    let mut line = [0; 64];
    while socket.read(&mut line).await? > 0 {}
    Ok(())
}

impl Hub {
    pub async fn session(&self, id: u64, mut socket: TcpStream, tx: mpsc::Sender<String>) -> io::Result<()> {
        self.sessions.insert(id, tx); //~ registry-partly-pruned
        if let Err(error) = pump(&mut socket).await {
            self.sessions.remove(&id);
            return Err(error);
        }
        match pump(&mut socket).await {
            Ok(()) => {
                self.sessions.remove(&id);
                Ok(())
            }
            Err(error) => {
                eprintln!("{error}");
                Err(error)
            }
        }
    }
}
