//! The function answers its caller itself; the port tells of the end of the task that it starts.

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub async fn start(address: &str, ended: oneshot::Sender<std::io::Result<()>>) -> std::io::Result<JoinHandle<()>> {
    let listener = TcpListener::bind(address).await?;
    Ok(tokio::spawn(async move {
        let result = listener.accept().await.map(|_| ());
        let _ = ended.send(result);
    }))
}
