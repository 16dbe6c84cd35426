//! The read stands in something that awaits it.
use futures::FutureExt;
use futures::io::{AsyncBufReadExt as _, BufReader as LineReader};
use std::time::Duration;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

pub async fn limited(stream: TcpStream, mut ticks: Receiver<()>) {
    let mut reader = BufReader::new(stream);
    let mut header = [0; 8];
    loop {
        tokio::select! {
            read = timeout(Duration::from_secs(5), reader.read_exact(&mut header)) => { //~ cancel-unsafe-select-branch
                let Ok(Ok(_)) = read else { return };
                println!("{header:?}");
            }
            tick = ticks.recv() => {
                let Some(()) = tick else { return };
                println!("tick");
            }
        }
    }
}

pub async fn fused(stream: async_std::net::TcpStream, ticks: async_std::channel::Receiver<()>) {
    let mut reader = LineReader::new(stream);
    let mut line = String::new();
    loop {
        futures::select! {
            read = reader.read_line(&mut line).fuse() => { //~ cancel-unsafe-select-branch
                let Ok(1..) = read else { return };
                print!("{line}");
                line.clear();
            }
            tick = ticks.recv().fuse() => {
                let Ok(()) = tick else { return };
                println!("tick");
            }
        }
    }
}
