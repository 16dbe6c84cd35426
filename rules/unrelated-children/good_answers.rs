//! Pieces of one work, whose results are wanted; waits for signals of the program's own; and what never ends.

use std::io;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::{interval, sleep};

async fn poll_size(path: &str) -> io::Result<u64> {
    loop {
        sleep(Duration::from_secs(1)).await;
        if path.ends_with('/') {
            return Err(io::Error::other("a folder"));
        }
        println!("not there yet");
    }
}

async fn poll_owner(name: &str) -> io::Result<String> {
    loop {
        sleep(Duration::from_secs(1)).await;
        if name.is_empty() {
            return Err(io::Error::other("no name"));
        }
        println!("not there yet");
    }
}

async fn both(path: &str, name: &str) -> io::Result<(u64, String)> {
    tokio::try_join!(poll_size(path), poll_owner(name))
}

struct Token {
    closed: broadcast::Receiver<()>,
}

impl Token {
    async fn wait(&mut self) {
        while self.closed.recv().await.is_ok() {}
    }
}

async fn serve(bus: &mut Token, connection: &mut Token) {
    tokio::select! {
        () = bus.wait() => println!("the bus is closed"),
        () = connection.wait() => println!("the connection is closed"),
    }
}

async fn rotate_logs() {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tick.tick().await;
        println!("rotating");
    }
}

async fn clean_up() {
    let mut tick = interval(Duration::from_secs(60));
    loop {
        tick.tick().await;
        println!("cleaning");
    }
}

async fn background() {
    tokio::select! {
        () = rotate_logs() => {}
        () = clean_up() => {}
    }
}
