//! Ends of two channels in one pair, and of two channels that the same code has made.
use tokio::sync::mpsc;

async fn work(number: usize) -> String {
    format!("{number}")
}

/// A link to another machine: what is sent goes out, what comes in is received.
fn link(address: &str) -> (mpsc::Sender<String>, mpsc::Receiver<String>) {
    let (out, mut outgoing) = mpsc::channel::<String>(8);
    let peer = address.to_owned();
    let writer = tokio::spawn(async move {
        while let Some(line) = outgoing.recv().await {
            println!("{peer} {line}");
        }
    });
    let (incoming, lines) = mpsc::channel::<String>(8);
    let reader = tokio::spawn(async move {
        let mut number = 0;
        while incoming.send(work(number).await).await.is_ok() {
            number += 1;
        }
    });
    drop((writer, reader));
    (out, lines)
}

pub async fn echo(address: &str) {
    let (out, mut lines) = link(address);
    while let Some(line) = lines.recv().await {
        if out.send(line).await.is_err() {
            break;
        }
    }
}

/// Ends with a label, as a program writes them that counts what goes through.
pub struct In<T>(mpsc::Sender<T>, &'static str);
pub struct Out<T>(mpsc::Receiver<T>, &'static str);

impl<T> In<T> {
    pub async fn send(&self, item: T) -> bool {
        println!("into {}", self.1);
        self.0.send(item).await.is_ok()
    }
}

impl<T> Out<T> {
    pub async fn recv(&mut self) -> Option<T> {
        println!("out of {}", self.1);
        self.0.recv().await
    }
}

fn queue<T>(size: usize, name: &'static str) -> (In<T>, Out<T>) {
    let (tx, rx) = mpsc::channel(size);
    (In(tx, name), Out(rx, name))
}

async fn first(mut jobs: Out<usize>, results: In<String>) {
    while let Some(job) = jobs.recv().await {
        if !results.send(work(job).await).await {
            break;
        }
    }
}

async fn second(mut results: Out<String>) {
    while let Some(result) = results.recv().await {
        println!("{result}");
    }
}

pub async fn pipeline() {
    let (to_first, jobs) = queue(4, "jobs");
    let (to_second, results) = queue(4, "results");
    let one = tokio::spawn(first(jobs, to_second));
    let other = tokio::spawn(second(results));
    to_first.send(7).await;
    drop(to_first);
    one.await.unwrap();
    other.await.unwrap();
}

/// Each stage of a chain makes the channel of the next: the function calls itself with the sender.
pub trait Stage {
    fn run(&self, out: mpsc::Sender<String>) -> impl std::future::Future<Output = ()> + Send;
}

pub struct Upper<S>(S);

impl<S: Stage + Sync> Stage for Upper<S> {
    async fn run(&self, out: mpsc::Sender<String>) {
        let (into, mut lines) = mpsc::channel::<String>(8);
        let on = out.clone();
        let pump = tokio::spawn(async move {
            while let Some(line) = lines.recv().await {
                if on.send(line.to_uppercase()).await.is_err() {
                    break;
                }
            }
        });
        self.0.run(into).await;
        pump.await.unwrap();
    }
}
