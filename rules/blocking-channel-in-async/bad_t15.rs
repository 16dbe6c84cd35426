//! `recv` of flume parks the thread of the runtime, and all its tasks with it; it is right to await `recv_async`.

use std::io;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

pub struct Frame {
    pub pixels: Vec<u8>,
}

pub async fn stream(frames: flume::Receiver<Frame>, mut viewer: TcpStream) -> io::Result<()> {
    while let Ok(frame) = frames.recv() { //~ blocking-channel-in-async
        viewer.write_all(&frame.pixels).await?;
    }
    viewer.shutdown().await
}
