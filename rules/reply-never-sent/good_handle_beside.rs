//! Who waits for the status has the handle of the task, too, and gets its error there.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

async fn pump(mut socket: TcpStream, status: oneshot::Sender<u8>) -> std::io::Result<()> {
    socket.write_all(b"run").await?;
    status.send(0).map_err(|_| std::io::Error::other("nobody"))?;
    Ok(())
}

pub struct Process {
    task: JoinHandle<std::io::Result<()>>,
    status: Option<oneshot::Receiver<u8>>,
}

impl Process {
    pub fn start(socket: TcpStream) -> Self {
        let (tx, rx) = oneshot::channel();
        Process { task: tokio::spawn(pump(socket, tx)), status: Some(rx) }
    }

    /// Gives `None` when the process ended without a status; `join` tells why.
    pub async fn status(&mut self) -> Option<u8> {
        self.status.take()?.await.ok()
    }

    pub async fn join(self) -> std::io::Result<()> {
        self.task.await.map_err(std::io::Error::other)?
    }
}
