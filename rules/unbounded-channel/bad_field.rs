//! The constructor, the field and the send lie apart.

use std::io;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

struct Packet(Vec<u8>);

struct Receiver {
    socket: UdpSocket,
    packets: mpsc::UnboundedSender<Packet>,
}

fn pair(socket: UdpSocket) -> (Receiver, mpsc::UnboundedReceiver<Packet>) {
    let (packets, rx) = mpsc::unbounded_channel(); //~ unbounded-channel
    (Receiver { socket, packets }, rx)
}

impl Receiver {
    async fn run(self) -> io::Result<()> {
        let mut buffer = vec![0; 1500];
        loop {
            let n = self.socket.recv(&mut buffer).await?;
            if !self.forward(&buffer[..n]) {
                return Ok(());
            }
        }
    }

    fn forward(&self, bytes: &[u8]) -> bool {
        self.packets.send(Packet(bytes.to_vec())).is_ok()
    }
}

async fn start(socket: UdpSocket) -> io::Result<()> {
    let (receiver, mut packets) = pair(socket);
    let print = async {
        while let Some(packet) = packets.recv().await {
            println!("{} bytes", packet.0.len());
        }
    };
    let (received, ()) = tokio::join!(receiver.run(), print);
    received
}
