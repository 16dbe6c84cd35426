//! Methods named `recv` that are no channel's, and errors that pass.

use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};
use tokio::time::{sleep, timeout};

struct Mailbox {
    letters: Vec<String>,
}

impl Mailbox {
    /// Waits for a while; `None` means that nothing came yet.
    async fn recv(&mut self) -> Option<String> {
        sleep(Duration::from_millis(100)).await;
        self.letters.pop()
    }
}

async fn mailbox(mut mailbox: Mailbox) {
    loop {
        if let Some(letter) = mailbox.recv().await {
            println!("{letter}");
        }
    }
}

async fn datagrams(socket: UdpSocket) {
    let mut buffer = [0; 1500];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(n) => println!("{n} bytes"),
            Err(error) => println!("{error}"),
        }
    }
}

async fn accept(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((_, peer)) => println!("{peer}"),
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn elapsed(mut mailbox: Mailbox) {
    loop {
        match timeout(Duration::from_secs(1), mailbox.recv()).await {
            Ok(letter) => println!("{letter:?}"),
            Err(_) => continue,
        }
    }
}
