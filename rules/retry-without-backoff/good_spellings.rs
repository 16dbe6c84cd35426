//! The ways in which a failed attempt leads back to the next one, each with a wait or an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

async fn pump(mut socket: TcpStream) {
    let mut line = [0; 64];
    while matches!(socket.read(&mut line).await, Ok(len) if len > 0) {
        println!("{line:?}");
    }
}

pub async fn match_and_continue(addr: &str) {
    loop {
        let socket = match TcpStream::connect(addr).await {
            Ok(socket) => socket,
            Err(error) => {
                println!("{error}");
                sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        pump(socket).await;
    }
}

pub async fn let_else(addr: &str) {
    loop {
        let Ok(socket) = TcpStream::connect(addr).await else {
            sleep(Duration::from_secs(1)).await;
            continue;
        };
        pump(socket).await;
    }
}

pub async fn let_else_leaves(addr: &str) {
    loop {
        let Ok(socket) = TcpStream::connect(addr).await else {
            return;
        };
        pump(socket).await;
    }
}

pub async fn while_it_fails(addr: &str) {
    while let Err(error) = TcpStream::connect(addr).await {
        println!("{error}");
        sleep(Duration::from_secs(1)).await;
    }
}

pub async fn while_it_works(addr: &str) {
    while let Ok(socket) = TcpStream::connect(addr).await {
        pump(socket).await;
    }
}

pub async fn until_cancelled(addr: &str, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match TcpStream::connect(addr).await {
            Ok(socket) => pump(socket).await,
            Err(error) => {
                println!("{error}");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

pub async fn while_running(addr: &str, running: Arc<AtomicBool>) {
    while running.load(Ordering::Relaxed) {
        if let Ok(socket) = TcpStream::connect(addr).await {
            pump(socket).await;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

pub async fn within_a_time(addr: &str) {
    loop {
        match timeout(Duration::from_secs(5), TcpStream::connect(addr)).await {
            Ok(Ok(socket)) => pump(socket).await,
            Ok(Err(error)) => {
                println!("{error}");
                return;
            }
            // It has waited already.
            Err(_) => println!("no answer"),
        }
    }
}

pub async fn few_times(addr: &str) {
    let mut left = 5;
    while left > 0 {
        let Ok(socket) = TcpStream::connect(addr).await else {
            left -= 1;
            continue;
        };
        pump(socket).await;
    }
}
