//! A function of one's own, a block in a variable, a deadline, an await that was forgotten, a closure's await.

use std::net::TcpStream;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, timeout as limit, timeout_at};

async fn probe(address: &str) -> bool {
    TcpStream::connect(address).is_ok()
}

async fn check(address: &str) -> bool {
    limit(Duration::from_secs(1), probe(address)).await.unwrap_or(false) //~ timeout-without-await
}

async fn in_variable(address: &str) -> bool {
    let work = async move { TcpStream::connect(address).is_ok() };
    limit(Duration::from_secs(1), work).await.unwrap_or(false) //~ timeout-without-await
}

async fn until(deadline: Instant, rx: &std::sync::mpsc::Receiver<u32>) -> Option<u32> {
    timeout_at(deadline, async { rx.recv().ok() }).await.ok().flatten() //~ timeout-without-await
}

/// The call makes a future, and nobody runs it.
async fn forgot(rx: &mut Receiver<u32>) {
    let received = limit(Duration::from_secs(1), async { drop(rx.recv()) }).await; //~ timeout-without-await
    println!("{}", received.is_ok());
}

/// The await stands in a task of its own.
async fn starts_only() {
    let started = limit(Duration::from_secs(1), async { //~ timeout-without-await
        tokio::spawn(async { tokio::time::sleep(Duration::from_secs(9)).await })
    });
    if let Ok(task) = started.await {
        let _ = task.await;
    }
}
