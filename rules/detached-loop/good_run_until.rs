//! A function of the program runs what it is given until the program is to stop.

use futures::future::{Either, select};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use tokio::sync::{Notify, mpsc};
use tokio::time::Interval;

#[derive(Clone)]
struct Stop(Arc<Notify>);

impl Stop {
    async fn wait(&self) {
        self.0.notified().await;
    }

    async fn run_until<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let stopped = pin!(self.wait());
        let work = pin!(work);
        match select(stopped, work).await {
            Either::Left(_) => None,
            Either::Right((found, _)) => Some(found),
        }
    }
}

struct Endpoint {
    requests: mpsc::Receiver<u32>,
    tick: Interval,
}

impl Endpoint {
    async fn run(&mut self) {
        loop {
            tokio::select! {
                Some(request) = self.requests.recv() => println!("{request}"),
                _ = self.tick.tick() => println!("tick"),
            }
        }
    }

    fn start(mut self, stop: Stop) {
        tokio::spawn(async move {
            stop.run_until(self.run()).await;
            println!("bye");
        });
    }
}
