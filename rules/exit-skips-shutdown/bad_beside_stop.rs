//! A watchdog that stops at the token, and ends the process for another reason.

use std::time::Duration;
use tokio_util::sync::CancellationToken;

struct Watchdog {
    stop: CancellationToken,
    failures: u32,
}

impl Watchdog {
    async fn run(mut self) {
        let mut tick = tokio::time::interval(Duration::from_secs(5));
        loop {
            tokio::select! {
                _ = self.stop.cancelled() => break,
                _ = tick.tick() => {}
            }
            if probe().await.is_err() {
                self.failures += 1;
            }
            if self.failures >= 3 {
                tracing::error!("the disk does not answer");
                std::process::exit(1); //~ exit-skips-shutdown
            }
        }
    }
}

async fn probe() -> std::io::Result<()> {
    tokio::fs::metadata("/var/lib/app").await.map(|_| ())
}

async fn reload(stop: CancellationToken, mut config: tokio::sync::mpsc::Receiver<String>) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => return,
            next = config.recv() => match next {
                Some(text) if text.is_empty() => std::process::exit(2), //~ exit-skips-shutdown
                Some(text) => tracing::info!("{text}"),
                None => return,
            },
        }
    }
}

#[tokio::main]
async fn main() {
    let stop = CancellationToken::new();
    let watchdog = tokio::spawn(Watchdog { stop: stop.clone(), failures: 0 }.run());
    let (tx, rx) = tokio::sync::mpsc::channel(4);
    let reloader = tokio::spawn(reload(stop.clone(), rx));
    if let Err(error) = tx.send("first".to_owned()).await {
        tracing::error!("{error}");
    }
    tokio::signal::ctrl_c().await.expect("a signal handler");
    stop.cancel();
    for end in [watchdog.await, reloader.await] {
        if let Err(error) = end {
            tracing::error!("{error}");
        }
    }
}
