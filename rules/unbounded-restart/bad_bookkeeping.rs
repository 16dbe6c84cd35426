//! `?` on what the supervisor itself has written down is no way out: no child makes that fail.

use std::collections::HashMap;
use std::io;
use tokio::net::UdpSocket;
use tokio::task::{Id, JoinSet};

struct Supervisor {
    feeds: JoinSet<io::Result<()>>,
    ports: HashMap<Id, u16>,
}

impl Supervisor {
    async fn run(&mut self) -> anyhow::Result<()> {
        while let Some(ended) = self.feeds.join_next_with_id().await { //~ unbounded-restart
            let id = match &ended {
                Ok((id, _)) => *id,
                Err(error) => error.id(),
            };
            let port = self.ports.remove(&id).ok_or_else(|| anyhow::anyhow!("nobody started {id}"))?;
            println!("{port}: {ended:?}");
            let handle = self.feeds.spawn(echo(port));
            self.ports.insert(handle.id(), port);
        }
        Ok(())
    }
}

pub async fn main_loop() -> anyhow::Result<()> {
    let mut supervisor = Supervisor { feeds: JoinSet::new(), ports: HashMap::new() };
    let handle = supervisor.feeds.spawn(echo(7));
    supervisor.ports.insert(handle.id(), 7);
    supervisor.run().await
}

async fn echo(port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}
