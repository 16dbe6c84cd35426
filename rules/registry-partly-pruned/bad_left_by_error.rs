//! The failed send leaves the entry behind.
use dashmap::DashMap;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;

#[derive(Default)]
pub struct Handshakes {
    pending: DashMap<u32, oneshot::Sender<Vec<u8>>>,
}

impl Handshakes {
    pub async fn shake(&self, peer: u32, stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
        let (tx, rx) = oneshot::channel();
        self.pending.insert(peer, tx); //~ registry-partly-pruned
        stream.write_all(b"hello").await?;
        match tokio::time::timeout(Duration::from_secs(5), rx).await {
            Ok(Ok(answer)) => Ok(answer),
            _ => {
                self.pending.remove(&peer);
                Err(std::io::ErrorKind::TimedOut.into())
            }
        }
    }

    pub fn answer(&self, peer: u32, with: Vec<u8>) {
        if let Some((_, tx)) = self.pending.remove(&peer) {
            let _ = tx.send(with);
        }
    }
}
