//! The value of the first only says which of two services has ended; what stands beside the work has work of its own.

use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

async fn balance(address: &str) -> Result<u64, String> {
    Ok(address.len() as u64)
}

async fn paid_on_chain(address: String, amount: u64) -> Result<(), String> {
    loop {
        match balance(&address).await {
            Ok(paid) if paid >= amount => return Ok(()),
            Ok(paid) => println!("{paid}"),
            Err(e) => println!("{e}"),
        }
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
}

async fn paid_by_invoice(mut payments: broadcast::Receiver<String>, hash: String) -> Result<(), String> {
    loop {
        match payments.recv().await {
            Ok(paid) if paid == hash => return Ok(()),
            Ok(paid) => println!("{paid}"),
            Err(broadcast::error::RecvError::Lagged(n)) => println!("{n}"),
            Err(broadcast::error::RecvError::Closed) => return Err("closed".into()),
        }
    }
}

pub async fn order(payments: broadcast::Receiver<String>, image: Option<[u8; 32]>) {
    println!("{image:?}");
    let proof = tokio::select! { //~ unrelated-children
        _ = paid_on_chain("a".into(), 9) => "chain",
        _ = paid_by_invoice(payments, "h".into()) => "invoice",
    };
    println!("{proof:?}");
}

pub struct Context {
    global: CancellationToken,
    local: CancellationToken,
    updates: tokio::sync::mpsc::Receiver<bool>,
}

impl Context {
    async fn cancelled(&mut self) {
        loop {
            let on = tokio::select! {
                on = self.updates.recv() => on,
                _ = self.global.cancelled() => break,
                _ = self.local.cancelled() => break,
            };
            if on != Some(true) {
                return;
            }
            tokio::fs::write("/run/state", b"on").await.ok();
        }
    }
}

pub struct Sync {
    n: u64,
}

impl Sync {
    async fn work(&mut self) -> Result<(), String> {
        loop {
            self.n = balance("b").await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn run(&mut self, mut context: Context) -> Result<(), String> {
        tokio::select! { //~ unrelated-children
            _ = context.cancelled() => Ok(()),
            done = self.work() => done,
        }
    }
}
