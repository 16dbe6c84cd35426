//! One loop for several listeners behind a trait: an error of any of them ends it.

use async_trait::async_trait;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::mpsc::UnboundedReceiver;

#[async_trait]
pub trait StreamListener: Send + Sync + 'static {
    type Stream: Send + 'static;
    async fn accept(&self) -> anyhow::Result<(Self::Stream, SocketAddr)>;
}

#[async_trait]
impl StreamListener for TcpListener {
    type Stream = TcpStream;
    async fn accept(&self) -> anyhow::Result<(Self::Stream, SocketAddr)> {
        Ok(self.accept().await?)
    }
}

#[async_trait]
impl StreamListener for UnixListener {
    type Stream = UnixStream;
    async fn accept(&self) -> anyhow::Result<(Self::Stream, SocketAddr)> {
        let (stream, _) = self.accept().await?;
        Ok((stream, "127.0.0.1:0".parse()?))
    }
}

async fn handle<S>(_stream: S, from: SocketAddr) {
    println!("{from}");
}

pub async fn listen(listener: impl StreamListener) -> anyhow::Result<()> {
    loop { //~ accept-loop-ends-on-error
        let (stream, from) = listener.accept().await?;
        drop(tokio::spawn(handle(stream, from)));
    }
}

pub trait Server: Sized + Send {
    type Stream: Send + 'static;
    async fn accept(&mut self) -> anyhow::Result<(Self::Stream, SocketAddr)>;

    async fn serve(mut self) {
        while let Ok((stream, from)) = self.accept().await { //~ accept-loop-ends-on-error
            drop(tokio::spawn(handle(stream, from)));
        }
    }
}

pub struct Tcp(TcpListener);

impl Server for Tcp {
    type Stream = TcpStream;
    async fn accept(&mut self) -> anyhow::Result<(TcpStream, SocketAddr)> {
        let (stream, from) = self.0.accept().await?;
        stream.set_nodelay(true)?;
        Ok((stream, from))
    }
}

pub struct Sessions(UnboundedReceiver<(u32, SocketAddr)>);

impl Server for Sessions {
    type Stream = u32;
    async fn accept(&mut self) -> anyhow::Result<(u32, SocketAddr)> {
        self.0.recv().await.ok_or_else(|| anyhow::anyhow!("gone"))
    }
}
