//! The task is started by a helper or a closure, or waited for beside a switch.

use std::future::Future;
use tokio::net::UdpSocket;
use tokio::task::{JoinHandle, JoinSet};
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
    while let Some(end) = services.join_next().await { //~ unbounded-restart
        println!("{end:?}");
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
        loop { //~ unbounded-restart
            let end = self.spawn().await;
            println!("{end:?}");
        }
    }
}

async fn supervise<F, W>(make: F)
where
    F: Fn() -> W,
    W: Future<Output = Outcome> + Send + 'static,
{
    loop { //~ unbounded-restart
        match tokio::spawn(make()).await {
            Ok(end) => println!("{end:?}"),
            Err(panic) => println!("{panic}"),
        }
    }
}

pub async fn closure() {
    supervise(|| echo(7)).await;
}

pub async fn beside_a_switch(stop: CancellationToken) {
    loop { //~ unbounded-restart
        let mut child = tokio::spawn(echo(7));
        tokio::select! {
            _ = stop.cancelled() => {
                child.abort();
                return;
            }
            end = &mut child => println!("{end:?}"),
        }
    }
}

/// Lets others run, and is back at once.
pub async fn yields() {
    loop { //~ unbounded-restart
        let end = tokio::spawn(echo(7)).await;
        println!("{end:?}");
        tokio::task::yield_now().await;
    }
}
