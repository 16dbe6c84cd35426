//! Threads and connections that are started again, and a shutdown that somebody else asks for. `main` is no place for a
//! test: what it calls is.

use std::io;
use std::thread;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub fn watch(number: usize) {
    let mut worker = thread::spawn(move || work(number));
    loop { //~ untested-supervision
        thread::sleep(Duration::from_millis(20));
        if worker.is_finished() {
            println!("{:?}", worker.join().is_err());
            worker = thread::spawn(move || work(number));
        }
    }
}

fn work(number: usize) {
    println!("{number}");
}

pub async fn connect(addr: &str, stop: CancellationToken) {
    loop { //~ untested-supervision
        match TcpStream::connect(addr).await {
            Ok(stream) => println!("{:?}", serve(stream).await),
            Err(error) => println!("{error}"),
        }
        if stop.is_cancelled() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn serve(mut stream: TcpStream) -> io::Result<()> {
    loop {
        stream.read_u8().await?;
    }
}

pub async fn run(listener: TcpListener, stop: CancellationToken) {
    let mut clients = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.cancelled() => break, //~ untested-supervision
            Ok((client, _)) = listener.accept() => {
                clients.spawn(serve(client));
            }
        }
    }
    while let Some(ended) = clients.join_next().await {
        println!("{ended:?}");
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let stop = CancellationToken::new();
    let listener = TcpListener::bind("0.0.0.0:6070").await?;
    let server = tokio::spawn(run(listener, stop.clone()));
    tokio::signal::ctrl_c().await?;
    stop.cancel();
    server.await?;
    Ok(())
}
