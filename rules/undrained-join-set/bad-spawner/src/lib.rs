//! A library whose users put their own work into its set, as often as they like.
use parking_lot::Mutex as Latch;
use std::future::Future;
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

pub trait Executor {
    fn run<F: Future<Output = ()> + Send + 'static>(&mut self, work: F);
}

#[derive(Clone, Default)]
pub struct Pool {
    running: Arc<Mutex<JoinSet<()>>>,
}

impl Executor for Pool {
    fn run<F: Future<Output = ()> + Send + 'static>(&mut self, work: F) {
        self.running.lock().unwrap().spawn(work); //~ undrained-join-set
    }
}

pub struct Connection<E> {
    executor: E,
}

impl<E: Executor> Connection<E> {
    pub fn open(mut executor: E, address: String) -> Self {
        executor.run(async move { println!("{address}") });
        Self { executor }
    }

    pub fn executor(&self) -> &E {
        &self.executor
    }
}

#[derive(Default)]
struct Work {
    ordinary: Latch<JoinSet<()>>,
    urgent: Latch<JoinSet<()>>,
}

/// An actor whose users give it work to do beside its messages.
#[derive(Default)]
pub struct Actor {
    work: Work,
}

impl Actor {
    pub fn wait_for<F: Future<Output = ()> + Send + 'static>(&self, urgent: bool, work: F) {
        self.start(urgent, work);
    }

    fn start<F: Future<Output = ()> + Send + 'static>(&self, urgent: bool, work: F) {
        if urgent {
            self.work.urgent.lock().spawn(work); //~ undrained-join-set
        } else {
            let mut ordinary = self.work.ordinary.lock();
            ordinary.spawn(work); //~ undrained-join-set
        }
    }

    // At the end only.
    pub async fn stop(&self) {
        let mut left = {
            let ordinary = std::mem::take(&mut *self.work.ordinary.lock());
            let urgent = std::mem::take(&mut *self.work.urgent.lock());
            (ordinary, urgent)
        };
        left.0.shutdown().await;
        while let Some(ended) = left.1.join_next().await {
            if let Err(error) = ended {
                eprintln!("{error}");
            }
        }
    }
}
