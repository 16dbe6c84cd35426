//! The sender came with a request, and who asked waits for it.
use tokio::sync::{mpsc, oneshot};

pub struct Request {
    name: String,
    done: oneshot::Sender<()>,
}

async fn archive(name: &str, done: oneshot::Sender<()>) -> std::io::Result<()> { //~ reply-never-sent
    tokio::fs::create_dir(name).await?;
    let _ = done.send(());
    Ok(())
}

pub async fn serve(mut requests: mpsc::Receiver<Request>) {
    while let Some(Request { name, done }) = requests.recv().await {
        if let Err(error) = archive(&name, done).await {
            println!("{error}");
        }
    }
}
