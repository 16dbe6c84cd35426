//! Sleeps that a `select!` waits for by way of a variable, and waits of functions that are none of the loop's.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};

pub async fn sweep(mut stop: oneshot::Receiver<()>) {
    loop { //= loop source=interval form=loop-select exit_signal=true
        let mut pause = Box::pin(tokio::time::sleep(Duration::from_secs(10)));
        tokio::select! {
            _ = &mut pause => println!("sweep"),
            _ = &mut stop => return,
        }
    }
}

#[derive(Clone)]
pub struct Client {
    out: Arc<Mutex<Vec<u8>>>,
    calls: mpsc::Sender<mpsc::Sender<u8>>,
}

impl Client {
    /// The answer comes on a channel of this call's own.
    async fn close(&self) -> Option<u8> {
        let (answer, mut answered) = mpsc::channel(1);
        self.calls.send(answer).await.ok()?;
        answered.recv().await
    }

    pub async fn beat(&self, limit: usize) {
        loop { //= loop source=interval on_close=n/a
            self.out.lock().await.push(1);
            tokio::time::sleep(Duration::from_secs(5)).await;
            if self.out.lock().await.len() > limit {
                self.close().await;
                break;
            }
        }
    }
}

pub trait Inbox: Send {
    fn recv(&mut self) -> futures::future::BoxFuture<'_, Option<u8>>;
}

pub struct Wire {
    io: tokio::net::TcpStream,
}

impl Wire {
    /// It sleeps where there is nothing yet.
    async fn read(&mut self) -> std::io::Result<usize> {
        let mut byte = [0; 1];
        loop {
            match self.io.try_read(&mut byte) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                read => return read,
            }
        }
    }
}

pub async fn relay(mut inbox: Box<dyn Inbox>, mut wire: Wire) {
    loop { //= loop source=unknown form=loop-select
        tokio::select! {
            message = inbox.recv() => match message {
                Some(message) => println!("{message}"),
                None => break,
            },
            read = wire.read() => println!("{read:?}"),
        }
    }
}
