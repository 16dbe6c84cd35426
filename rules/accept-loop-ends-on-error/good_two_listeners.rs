//! No listener behind the trait has an error that passes: one tries again, the other is at its end.

use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;

async fn handle<S>(_stream: S, from: SocketAddr) {
    println!("{from}");
}

pub trait Server: Sized + Send {
    type Stream: Send + 'static;
    async fn accept(&mut self) -> anyhow::Result<(Self::Stream, SocketAddr)>;

    async fn serve(mut self) {
        while let Ok((stream, from)) = self.accept().await {
            drop(tokio::spawn(handle(stream, from)));
        }
    }
}

pub struct Tcp(TcpListener);

impl Server for Tcp {
    type Stream = TcpStream;
    async fn accept(&mut self) -> anyhow::Result<(TcpStream, SocketAddr)> {
        loop {
            if let Ok(accepted) = self.0.accept().await {
                return Ok(accepted);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
}

pub struct Sessions(UnboundedReceiver<(u32, SocketAddr)>);

impl Server for Sessions {
    type Stream = u32;
    async fn accept(&mut self) -> anyhow::Result<(u32, SocketAddr)> {
        self.0.recv().await.ok_or_else(|| anyhow::anyhow!("gone"))
    }
}
