//! Who has answered has taken the entry out: a bad answer leaves none behind.
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
        self.pending.insert(peer, tx);
        let sent = stream.write_all(b"hello").await;
        if sent.is_err() {
            self.pending.remove(&peer);
        }
        sent?;
        let answer = match tokio::time::timeout(Duration::from_secs(5), rx).await {
            Ok(Ok(answer)) => answer,
            _ => {
                self.pending.remove(&peer);
                return Err(std::io::ErrorKind::TimedOut.into());
            }
        };
        if answer.is_empty() {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        Ok(answer)
    }

    pub fn answer(&self, peer: u32, with: Vec<u8>) {
        if let Some((_, tx)) = self.pending.remove(&peer) {
            let _ = tx.send(with);
        }
    }
}
