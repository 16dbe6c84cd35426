//! Two states of one type have a `run` each, and only the other one can fail.

use std::io;
use tokio::sync::oneshot;

struct Choosing;
struct Running;

struct Node<State> {
    state: State,
}

impl Node<Choosing> {
    async fn run(&mut self) -> io::Result<()> {
        tokio::fs::read("peers").await?;
        Ok(())
    }
}

impl Node<Running> {
    async fn run(self, done: oneshot::Sender<()>) {
        tokio::task::yield_now().await;
        let _ = done.send(());
    }
}

struct Idle;
struct Busy;

struct Worker<State>(State);

impl Worker<Idle> {
    async fn work(self, done: oneshot::Sender<()>) -> io::Result<()> {
        let _ = done.send(());
        tokio::fs::read("work").await?;
        Ok(())
    }
}

impl Worker<Busy> {
    async fn work(self, done: oneshot::Sender<()>) {
        tokio::task::yield_now().await;
        let _ = done.send(());
    }
}

fn start(node: Node<Running>, done: oneshot::Sender<()>) {
    tokio::spawn(node.run(done));
}

fn work(worker: Worker<Busy>, done: oneshot::Sender<()>) {
    tokio::spawn(Worker::<Busy>::work(worker, done));
}
