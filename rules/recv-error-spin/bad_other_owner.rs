//! Two channels that nobody has together: the one closes while the other stays open.
use tokio::sync::mpsc;

pub struct Feed {
    packets: mpsc::Sender<u8>,
}

pub struct Control {
    close: mpsc::Sender<()>,
}

pub fn record() -> (Feed, Control) {
    let (packets, mut incoming) = mpsc::channel(8);
    let (close, mut closed) = mpsc::channel(1);
    tokio::spawn(async move {
        loop { //~ recv-error-spin
            tokio::select! {
                _ = closed.recv() => return,
                packet = incoming.recv() => if let Some(packet) = packet { println!("{packet}") },
            }
        }
    });
    (Feed { packets }, Control { close })
}

impl Feed {
    pub async fn feed(&self, packet: u8) {
        let _ = self.packets.send(packet).await;
    }
}

impl Control {
    pub async fn end(self) {
        let _ = self.close.send(()).await;
    }
}
