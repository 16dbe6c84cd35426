//! Askers to whom a dropped reply says nothing.

use std::io;
use tokio::sync::{mpsc, oneshot};

pub enum Request {
    Prepare(oneshot::Sender<()>),
    Run { number: u64, reply: oneshot::Sender<u64> },
    Look { reply: oneshot::Sender<u64> },
}

/// Counts on it.
pub async fn prepare(requests: mpsc::Sender<Request>) {
    let (reply, answer) = oneshot::channel();
    let _ = requests.send(Request::Prepare(reply)).await;
    answer.await.expect("prepared");
}

/// Says only that there was no reply.
pub async fn run(requests: mpsc::Sender<Request>, number: u64) -> io::Result<u64> {
    let (reply, answer) = oneshot::channel();
    let _ = requests.send(Request::Run { number, reply }).await;
    match answer.await {
        Ok(result) => Ok(result),
        Err(_) => Err(io::Error::other("no reply")),
    }
}

/// One of two asks again.
pub async fn look(requests: mpsc::Sender<Request>) -> u64 {
    loop {
        let (reply, answer) = oneshot::channel();
        let _ = requests.send(Request::Look { reply }).await;
        if let Ok(seen) = answer.await {
            return seen;
        }
    }
}

pub async fn look_once(requests: mpsc::Sender<Request>) -> u64 {
    let (reply, answer) = oneshot::channel();
    let _ = requests.send(Request::Look { reply }).await;
    answer.await.expect("seen")
}

pub async fn serve(mut requests: mpsc::Receiver<Request>) -> io::Result<()> {
    while let Some(request) = requests.recv().await {
        match request {
            Request::Prepare(reply) => { //~ reply-never-sent
                if std::env::var("BUSY").is_ok() {
                    continue;
                }
                let _ = reply.send(());
            }
            Request::Run { number, reply } => { //~ reply-never-sent
                let result = number.checked_mul(2).ok_or_else(|| io::Error::other("too large"))?;
                let _ = reply.send(result);
            }
            Request::Look { reply } => { //~ reply-never-sent
                let size = tokio::fs::metadata("/etc/hosts").await?.len();
                let _ = reply.send(size);
            }
        }
    }
    Ok(())
}
