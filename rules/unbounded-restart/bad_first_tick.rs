//! The first tick of an interval comes at once: who fails behind it, fails again at once. One job that paces itself says
//! nothing about the others.

use std::io;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio_util::sync::CancellationToken;

pub async fn run(stop: CancellationToken) {
    let token = stop.clone();
    let sweep = keep_alive("sweep", stop.clone(), move || sweep(token.clone()));
    let beat = keep_alive("beat", stop.clone(), || beat());
    tokio::join!(sweep, beat);
}

async fn keep_alive<F, Fut>(name: &'static str, stop: CancellationToken, job: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = io::Result<()>> + Send + 'static,
{
    loop { //~ unbounded-restart
        match tokio::spawn(job()).await {
            Ok(end) => println!("{name}: {end:?}"),
            Err(panic) => println!("{name}: {panic}"),
        }
        if stop.is_cancelled() {
            return;
        }
    }
}

async fn sweep(stop: CancellationToken) -> io::Result<()> {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = stop.cancelled() => return Ok(()),
            _ = every.tick() => {}
        }
        tokio::fs::rename("/srv/new", "/srv/old").await?;
    }
}

async fn beat() -> io::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let socket = UdpSocket::bind("0.0.0.0:0").await?;
        socket.send_to(b"beat", "10.0.0.1:9").await?;
    }
}
