//! A oneshot of `()` says "now": who waits for it goes on at its end, too, or takes it for a failure.

use std::io;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

async fn pump(mut lines: mpsc::Receiver<String>, done: oneshot::Sender<()>) -> io::Result<()> {
    while let Some(line) = lines.recv().await {
        tokio::fs::write("last-line", line).await?;
    }
    let _ = done.send(());
    Ok(())
}

pub async fn run(lines: mpsc::Receiver<String>) {
    let (done, is_done) = oneshot::channel();
    let pump = tokio::spawn(pump(lines, done));
    let _ = is_done.await;
    println!("{:?}", pump.await);
}

async fn listen(address: &str, bound: oneshot::Sender<()>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let _ = bound.send(());
    let (_stream, peer) = listener.accept().await?;
    println!("{peer}");
    Ok(())
}

pub async fn start() -> Result<JoinHandle<io::Result<()>>, String> {
    let (bound, is_bound) = oneshot::channel();
    let task = tokio::spawn(listen("127.0.0.1:0", bound));
    is_bound.await.map_err(|_| "the address is taken".to_string())?;
    Ok(task)
}

enum Request {
    Prepare(oneshot::Sender<()>),
}

async fn prepare(requests: mpsc::Sender<Request>) {
    let (reply, answer) = oneshot::channel();
    let _ = requests.send(Request::Prepare(reply)).await;
    if answer.await.is_ok() {
        println!("prepared");
    }
}

async fn serve(mut requests: mpsc::Receiver<Request>) {
    while let Some(request) = requests.recv().await {
        match request {
            Request::Prepare(reply) => {
                if std::env::var("BUSY").is_ok() {
                    continue;
                }
                let _ = reply.send(());
            }
        }
    }
}

fn main() {}
