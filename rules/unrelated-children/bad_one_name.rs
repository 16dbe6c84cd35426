//! Two services whose functions have one name are two services.

use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};

struct Intake {
    listener: TcpListener,
}

impl Intake {
    async fn run(self) -> std::io::Result<()> {
        loop {
            let (_, peer) = self.listener.accept().await?;
            println!("{peer}");
        }
    }
}

struct Beacon {
    socket: UdpSocket,
}

impl Beacon {
    async fn run(self) -> std::io::Result<()> {
        loop {
            self.socket.send(b"here").await?;
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}

async fn serve(intake: Intake, beacon: Beacon) -> std::io::Result<()> {
    tokio::try_join!(intake.run(), beacon.run())?; //~ unrelated-children
    Ok(())
}
