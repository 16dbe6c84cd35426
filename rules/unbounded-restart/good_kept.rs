//! They wait before they start the child again.

use std::time::Duration;
use std::thread;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn worker(name: &'static str) {
    let (_tx, mut rx) = mpsc::channel::<String>(8);
    while let Some(line) = rx.recv().await {
        println!("{name}: {line}");
    }
}

pub struct Keeper {
    name: &'static str,
    task: JoinHandle<()>,
}

impl Keeper {
    pub fn new(name: &'static str) -> Self {
        Self { task: tokio::spawn(worker(name)), name }
    }

    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    self.task.abort();
                    return;
                }
                ended = &mut self.task => {
                    eprintln!("ended {ended:?}");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    self.task = tokio::spawn(worker(self.name));
                }
            }
        }
    }
}

pub async fn in_a_variable() {
    let mut child = tokio::spawn(worker("a"));
    loop {
        if let Err(panic) = child.await {
            println!("{panic}");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        child = tokio::spawn(worker("a"));
    }
}

fn work() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    loop {
        let (socket, _) = listener.accept().unwrap();
        drop(socket);
    }
}

pub fn keep() -> thread::JoinHandle<()> {
    thread::spawn(|| {
        loop {
            if thread::spawn(work).join().is_err() {
                eprintln!("the worker died");
            }
            thread::sleep(Duration::from_secs(1));
        }
    })
}
