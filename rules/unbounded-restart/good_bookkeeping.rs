//! `?` on what a child gave leaves the loop, and so does a limit that is looked up.

use std::collections::HashMap;
use std::io;
use tokio::net::UdpSocket;
use tokio::task::{Id, JoinSet};

pub async fn stops_with_the_first(mut feeds: JoinSet<io::Result<()>>) -> anyhow::Result<()> {
    feeds.spawn(echo(7));
    while let Some(ended) = feeds.join_next().await {
        ended??;
        feeds.spawn(echo(7));
    }
    Ok(())
}

pub async fn counts(mut feeds: JoinSet<io::Result<()>>, mut left: HashMap<Id, u32>) -> anyhow::Result<()> {
    feeds.spawn(echo(7));
    while let Some(ended) = feeds.join_next_with_id().await {
        let Ok((id, _)) = ended else { continue };
        let rest = left.remove(&id).and_then(|left| left.checked_sub(1));
        let rest = rest.ok_or_else(|| anyhow::anyhow!("too often"))?;
        left.insert(feeds.spawn(echo(7)).id(), rest);
    }
    Ok(())
}

async fn echo(port: u16) -> io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}
