//! Two channels whose senders one value has: when the one closes, the other has closed, too, and ends the loop.
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

pub struct Recorder {
    packets: mpsc::Sender<u8>,
    close: mpsc::Sender<()>,
}

pub fn record() -> Recorder {
    let (packets, mut incoming) = mpsc::channel(8);
    let (close, mut closed) = mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = closed.recv() => return,
                packet = incoming.recv() => if let Some(packet) = packet { println!("{packet}") },
            }
        }
    });
    Recorder { packets, close }
}

impl Recorder {
    pub async fn feed(&self, packet: u8) {
        let _ = self.packets.send(packet).await;
    }

    pub async fn end(self) {
        let _ = self.close.send(()).await;
    }
}

pub struct Debounced {
    calls: mpsc::UnboundedSender<()>,
    cancel: Option<oneshot::Sender<()>>,
}

pub fn debounce(delay: Duration) -> Debounced {
    let (calls, called) = mpsc::unbounded_channel();
    let (cancel, cancelled) = oneshot::channel();
    tokio::spawn(wait(delay, called, cancelled));
    Debounced { calls, cancel: Some(cancel) }
}

async fn wait(delay: Duration, mut called: mpsc::UnboundedReceiver<()>, mut cancelled: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut cancelled => break,
            _ = called.recv() => continue,
            _ = tokio::time::sleep(delay) => {
                println!("quiet");
                break;
            }
        }
    }
}

impl Debounced {
    pub fn call(&self) {
        let _ = self.calls.send(());
    }
}

impl Drop for Debounced {
    fn drop(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            let _ = cancel.send(());
        }
    }
}
