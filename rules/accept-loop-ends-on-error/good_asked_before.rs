//! An error is dealt with before the result is unwrapped.

use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

async fn serve(stream: TcpStream) {
    drop(stream);
}

pub async fn asks_for_error(listener: TcpListener, stop: &Notify) {
    loop {
        tokio::select! {
            () = stop.notified() => break,
            incoming = listener.accept() => {
                if incoming.is_err() {
                    continue;
                }
                let (stream, _) = incoming.unwrap();
                serve(stream).await;
            }
        }
    }
}

pub async fn looks_at_error(listener: TcpListener) {
    loop {
        let incoming = listener.accept().await;
        if let Err(error) = &incoming {
            eprintln!("{error}");
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        }
        let (stream, _) = incoming.unwrap();
        serve(stream).await;
    }
}

pub async fn asks_for_connection(listener: TcpListener) {
    loop {
        let incoming = listener.accept().await;
        if incoming.is_ok() {
            let (stream, _) = incoming.unwrap();
            serve(stream).await;
        }
    }
}
