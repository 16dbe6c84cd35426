//! Something on the error's way waits or leaves.

use std::io;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

async fn session(addr: &str) -> io::Result<()> {
    let _socket = TcpStream::connect(addr).await?;
    Ok(())
}

pub async fn leaves(addr: &str) -> io::Result<()> {
    loop {
        session(addr).await?;
    }
}

pub async fn gives_up(addr: &str) {
    loop {
        if let Err(error) = session(addr).await {
            println!("{error}");
            break;
        }
    }
}

pub async fn ticks(addr: &str) {
    let mut tick = interval(Duration::from_secs(5));
    loop {
        tick.tick().await;
        let _ = session(addr).await;
    }
}

pub async fn on_demand(addr: &str, mut wanted: mpsc::Receiver<()>) {
    while wanted.recv().await.is_some() {
        let _ = session(addr).await;
    }
}

pub async fn sleeps_after(addr: &str) {
    loop {
        if let Err(error) = session(addr).await {
            println!("{error}");
        }
        sleep(Duration::from_secs(1)).await;
    }
}

pub async fn sleeps_elsewhere(addr: &str) {
    loop {
        if let Err(error) = session(addr).await {
            pause(&error).await;
        }
    }
}

async fn pause(error: &io::Error) {
    println!("{error}");
    sleep(Duration::from_secs(1)).await;
}

pub async fn unknown_wait(addr: &str) {
    loop {
        if session(addr).await.is_err() {
            patience::exercise().await;
        }
    }
}

pub async fn counted(addr: &str) {
    let mut failures = 0;
    loop {
        if session(addr).await.is_err() {
            failures += 1;
            if failures > 10 {
                return;
            }
        }
    }
}

pub async fn until_it_works(addr: &str) -> TcpStream {
    loop {
        match TcpStream::connect(addr).await {
            Ok(socket) => return socket,
            Err(_) => sleep(Duration::from_millis(200)).await,
        }
    }
}
