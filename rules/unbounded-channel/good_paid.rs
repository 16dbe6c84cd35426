//! What goes in was paid for before, and is paid back by who takes it out.

use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::Semaphore;

pub struct Packets {
    rx: flume::Receiver<Vec<u8>>,
    room: Arc<Semaphore>,
}

impl Packets {
    pub fn next(&mut self) -> Option<Vec<u8>> {
        let p = self.rx.try_recv().ok()?;
        self.room.add_permits(p.len());
        Some(p)
    }
}

pub fn start(mut reader: OwnedReadHalf, limit: usize) -> (Packets, tokio::task::JoinHandle<()>) {
    let (tx, rx) = flume::unbounded();
    let room = Arc::new(Semaphore::new(limit));
    let room2 = room.clone();
    let task = tokio::spawn(async move {
        let mut buf = vec![0; 4096];
        loop {
            let n = match reader.read(&mut buf).await {
                Ok(0) | Err(_) => break,
                Ok(n) => n,
            };
            let Ok(permits) = room2.acquire_many(n as u32).await else { break };
            permits.forget();
            if tx.try_send(buf[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    (Packets { rx, room }, task)
}
