//! The ways in which a failed attempt leads back to the next one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

async fn pump(mut socket: TcpStream) {
    let mut line = [0; 64];
    while matches!(socket.read(&mut line).await, Ok(len) if len > 0) {
        println!("{line:?}");
    }
}

pub async fn match_and_continue(addr: &str) {
    loop { //~ retry-without-backoff
        let socket = match TcpStream::connect(addr).await {
            Ok(socket) => socket,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        pump(socket).await;
    }
}

pub async fn let_else(addr: &str) {
    loop { //~ retry-without-backoff
        let Ok(socket) = TcpStream::connect(addr).await else {
            println!("down");
            continue;
        };
        pump(socket).await;
    }
}

pub async fn while_it_fails(addr: &str) {
    while let Err(error) = TcpStream::connect(addr).await { //~ retry-without-backoff
        println!("{error}");
    }
}

pub async fn until_cancelled(addr: &str, stop: CancellationToken) {
    while !stop.is_cancelled() { //~ retry-without-backoff
        match TcpStream::connect(addr).await {
            Ok(socket) => pump(socket).await,
            Err(error) => println!("{error}"),
        }
    }
}

pub async fn while_running(addr: &str, running: Arc<AtomicBool>) {
    while running.load(Ordering::Relaxed) { //~ retry-without-backoff
        if let Ok(socket) = TcpStream::connect(addr).await {
            pump(socket).await;
        }
    }
}

/// Whoever refuses does so at once; only silence takes the five seconds.
pub async fn within_a_time(addr: &str) {
    loop { //~ retry-without-backoff
        match timeout(Duration::from_secs(5), TcpStream::connect(addr)).await {
            Ok(Ok(socket)) => pump(socket).await,
            Ok(Err(error)) => println!("{error}"),
            Err(_) => println!("no answer"),
        }
    }
}
