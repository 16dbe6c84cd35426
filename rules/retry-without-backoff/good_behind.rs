//! Waits on each way of an error, and waits before the attempt.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, sleep};

pub async fn waits_first(addr: &str) {
    loop {
        if let Err(error) = late_session(addr).await {
            println!("{error}");
        }
    }
}

async fn late_session(addr: &str) -> io::Result<()> {
    sleep(Duration::from_secs(1)).await;
    let mut socket = TcpStream::connect(addr).await?;
    let mut ping = interval(Duration::from_secs(30));
    loop {
        ping.tick().await;
        socket.write_all(b"ping").await?;
    }
}

pub async fn tries_some(addr: &str) {
    loop {
        if let Err(error) = patient_session(addr).await {
            println!("{error}");
        }
    }
}

async fn patient_session(addr: &str) -> io::Result<()> {
    for _ in 0..5 {
        let mut socket = TcpStream::connect(addr).await?;
        socket.write_all(b"ping").await?;
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

pub async fn greets(addr: &str) {
    loop {
        let Ok(mut socket) = TcpStream::connect(addr).await else {
            sleep(Duration::from_secs(2)).await;
            continue;
        };
        if let Err(error) = socket.write_all(b"hello").await {
            println!("{error}");
            sleep(Duration::from_secs(2)).await;
            continue;
        }
        // The other side may close at once: that is its wish.
        while let Ok(byte) = socket.read_u8().await {
            println!("{byte}");
        }
    }
}

pub async fn paces_each_round(addr: &str) {
    let mut every = interval(Duration::from_secs(2));
    loop {
        every.tick().await;
        let Ok(mut socket) = TcpStream::connect(addr).await else {
            sleep(Duration::from_secs(2)).await;
            continue;
        };
        if let Err(error) = socket.write_all(b"hello").await {
            println!("{error}");
            continue;
        }
        println!("{:?}", socket.read_u8().await);
    }
}
