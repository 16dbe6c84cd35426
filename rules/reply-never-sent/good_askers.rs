//! Who asks knows what to do when no reply comes: asks again, or asks elsewhere what went wrong. And a port that was
//! handed over before the task began.

use std::io;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

pub enum Request {
    Prepare(oneshot::Sender<()>),
    Run { number: u64, reply: oneshot::Sender<u64> },
}

/// Asks until somebody answers.
pub async fn prepare(requests: mpsc::Sender<Request>) {
    let mut retry = tokio::time::interval(Duration::from_secs(5));
    loop {
        retry.tick().await;
        let (reply, answer) = oneshot::channel();
        if requests.send(Request::Prepare(reply)).await.is_err() {
            break;
        }
        if answer.await.is_ok() {
            println!("prepared");
            break;
        }
    }
}

pub struct Worker {
    requests: mpsc::Sender<Request>,
    task: tokio::task::JoinHandle<io::Result<()>>,
}

impl Worker {
    /// The error of the task says why no reply came.
    pub async fn run(&mut self, number: u64) -> io::Result<u64> {
        let (reply, answer) = oneshot::channel();
        let request = Request::Run { number, reply };
        if self.requests.send(request).await.is_err() {
            return Err(self.why().await);
        }
        match answer.await {
            Ok(result) => Ok(result),
            Err(_) => Err(self.why().await),
        }
    }

    async fn why(&mut self) -> io::Error {
        match (&mut self.task).await {
            Ok(Err(error)) => error,
            _ => io::Error::other("the worker is gone"),
        }
    }
}

pub async fn serve(mut requests: mpsc::Receiver<Request>) -> io::Result<()> {
    while let Some(request) = requests.recv().await {
        match request {
            Request::Prepare(reply) => {
                if is_busy() {
                    continue;
                }
                let _ = reply.send(());
            }
            Request::Run { number, reply } => {
                let result = compute(number)?;
                let _ = reply.send(result);
            }
        }
    }
    Ok(())
}

fn is_busy() -> bool {
    std::env::var("BUSY").is_ok()
}

fn compute(number: u64) -> io::Result<u64> {
    number.checked_mul(2).ok_or_else(|| io::Error::other("too large"))
}

pub enum Store {
    Disk { path: String, opened: oneshot::Sender<u64> },
    Memory,
}

pub struct Playground {
    store: Store,
}

impl Playground {
    /// Whoever waits for `opened` began before, and hears of the end of this.
    pub async fn run(self) -> io::Result<()> {
        match self.store {
            Store::Disk { path, opened } => {
                let size = tokio::fs::metadata(path).await?.len();
                opened.send(size).ok();
            }
            Store::Memory => {}
        }
        Ok(())
    }
}
