//! Who waits for the status learns nothing of the error: nobody has the handle of the task.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

async fn pump(mut socket: TcpStream, status: oneshot::Sender<u8>) -> std::io::Result<()> { //~ reply-never-sent
    socket.write_all(b"run").await?;
    status.send(0).map_err(|_| std::io::Error::other("nobody"))?;
    Ok(())
}

pub struct Process {
    status: Option<oneshot::Receiver<u8>>,
}

impl Process {
    pub fn start(socket: TcpStream) -> Self {
        let (tx, rx) = oneshot::channel();
        drop(tokio::spawn(pump(socket, tx)));
        Process { status: Some(rx) }
    }

    pub async fn status(&mut self) -> Option<u8> {
        self.status.take()?.await.ok()
    }
}
