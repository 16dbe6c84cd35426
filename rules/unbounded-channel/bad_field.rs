//! The constructor, the field and the send lie apart.

use std::io;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

struct Packet(String);

struct Receiver {
    packets: mpsc::UnboundedSender<Packet>,
}

impl Receiver {
    fn new() -> (Self, mpsc::UnboundedReceiver<Packet>) {
        let (packets, rx) = mpsc::unbounded_channel(); //~ unbounded-channel
        (Self { packets }, rx)
    }

    async fn run(self, socket: TcpStream) -> io::Result<()> {
        let mut lines = BufReader::new(socket).lines();
        while let Some(line) = lines.next_line().await? {
            if !self.forward(line) {
                break;
            }
        }
        Ok(())
    }

    fn forward(&self, line: String) -> bool {
        self.packets.send(Packet(line)).is_ok()
    }
}

async fn start(socket: TcpStream) -> io::Result<()> {
    let (receiver, mut packets) = Receiver::new();
    let print = async {
        while let Some(packet) = packets.recv().await {
            println!("{}", packet.0);
        }
    };
    let (received, ()) = tokio::join!(receiver.run(socket), print);
    received
}
