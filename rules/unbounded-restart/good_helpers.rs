//! The task is started by a helper or a closure, or waited for beside a switch, and there is a pause or an end.

use std::future::Future;
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

type Outcome = std::io::Result<()>;

async fn echo(port: u16) -> Outcome {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}

fn start(services: &mut JoinSet<Outcome>) {
    services.spawn(echo(7));
}

pub async fn helper() {
    let mut services = JoinSet::new();
    start(&mut services);
    while let Some(end) = services.join_next().await {
        println!("{end:?}");
        sleep(Duration::from_secs(1)).await;
        start(&mut services);
    }
}

pub struct Echo {
    port: u16,
}

impl Echo {
    fn spawn(&self) -> JoinHandle<Outcome> {
        tokio::spawn(echo(self.port))
    }

    pub async fn keep(&self) {
        loop {
            let end = self.spawn().await;
            println!("{end:?}");
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn once(&self) {
        loop {
            let end = self.spawn().await;
            println!("{end:?}");
            break;
        }
    }
}

async fn supervise<F, W>(make: F)
where
    F: Fn() -> W,
    W: Future<Output = Outcome> + Send + 'static,
{
    for _ in 0..5 {
        match tokio::spawn(make()).await {
            Ok(end) => println!("{end:?}"),
            Err(panic) => println!("{panic}"),
        }
    }
}

pub async fn closure() {
    supervise(|| echo(7)).await;
}

/// Each of its jobs ends soon.
async fn jobs<F, W>(make: F)
where
    F: Fn() -> W,
    W: Future<Output = ()> + Send + 'static,
{
    loop {
        let _ = tokio::spawn(make()).await;
    }
}

pub async fn short() {
    jobs(|| async { println!("done") }).await;
}

pub async fn beside_a_switch(stop: CancellationToken) {
    loop {
        let mut child = tokio::spawn(echo(7));
        tokio::select! {
            _ = stop.cancelled() => {
                child.abort();
                return;
            }
            end = &mut child => {
                println!("{end:?}");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

pub async fn until_either_ends(stop: CancellationToken) {
    loop {
        let mut child = tokio::spawn(echo(7));
        tokio::select! {
            _ = stop.cancelled() => child.abort(),
            end = &mut child => println!("{end:?}"),
        }
        break;
    }
}
