//! What a loop waits for, and what a set holds, stands in a function of its own, which is longer than the one that
//! leads there: places of the one are none of the other.
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub struct Names {
    news: broadcast::Receiver<u32>,
}

impl Names {
    async fn step(&mut self) {
        println!("{} {} {}", 1 + 2, 3 + 4, 5 + 6);
        println!("{} {} {}", 7 + 8, 9 + 10, 11 + 12);
        match self.news.recv().await {
            Ok(name) => println!("{name}"),
            Err(error) => println!("{error}"),
        }
    }

    pub async fn run(mut self) {
        loop { //= loop source=broadcast on_close=spins
            self.step().await;
        }
    }
}

pub trait Kept: Sized + Send + 'static {
    fn handle(&mut self, message: u32) -> impl Future<Output = ()> + Send;

    fn run(mut self, mut messages: mpsc::Receiver<u32>, stop: CancellationToken) -> impl Future<Output = ()> + Send {
        async move {
            println!("{} {} {} {}", 1 + 2, 3 + 4, 5 + 6, 7 + 8);
            println!("{} {} {} {}", 1 + 2, 3 + 4, 5 + 6, 7 + 8);
            while let Some(message) = stop.run_until_cancelled(messages.recv()).await.flatten() { //= loop source=mpsc
                self.handle(message).await;
            }
        }
    }
}

pub struct Printer;

impl Kept for Printer {
    async fn handle(&mut self, message: u32) {
        println!("{message}");
    }
}

pub struct Ticker;

impl Ticker {
    async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() { //= loop source=interval exit_signal=true
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

fn start(tasks: &mut JoinSet<()>, stop: CancellationToken) -> mpsc::Sender<u32> {
    let (sender, receiver) = mpsc::channel(10);
    tasks.spawn(Ticker.run(stop.clone())); //= task body=loop-exits
    tasks.spawn(Printer.run(receiver, stop)); //= task
    sender
}

async fn start_all(tasks: &mut JoinSet<()>, stop: CancellationToken) -> mpsc::Sender<u32> {
    start(tasks, stop)
}

pub async fn all(stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    let _sender = start_all(&mut tasks, stop).await;
    while let Some(ended) = tasks.join_next().await {
        if ended.is_err() {
            return;
        }
    }
}
