//! No request and no reply: the sender tells of one event, and was made for this call.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

async fn watch(stream: Arc<TcpStream>, dead: oneshot::Sender<()>, closed: Arc<AtomicBool>) {
    loop {
        if closed.load(Ordering::Relaxed) {
            return;
        }
        match tokio::time::timeout(Duration::from_secs(20), stream.writable()).await {
            Err(_) => {
                let _ = dead.send(());
                return;
            }
            Ok(Ok(())) => tokio::time::sleep(Duration::from_secs(10)).await,
            Ok(Err(_)) => return,
        }
    }
}

pub async fn drive(stream: Arc<TcpStream>, closed: Arc<AtomicBool>) {
    let (dead, told) = oneshot::channel();
    tokio::select! {
        _ = watch(stream.clone(), dead, closed.clone()) => {}
        Ok(()) = told => println!("no answer"),
    }
    closed.store(true, Ordering::Relaxed);
}
