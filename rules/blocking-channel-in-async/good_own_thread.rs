//! Async code that a thread of its own drives.
use std::future::Future;
use std::sync::mpsc;
use tokio::runtime::{Builder, Handle};
use tokio::task::{JoinHandle, JoinSet};

type Job = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// The jobs run on the workers of the runtime: this thread only starts them.
pub fn start(jobs: mpsc::Receiver<Job>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut running = JoinSet::new();
            while let Ok(job) = jobs.recv() {
                while running.try_join_next().is_some() {}
                running.spawn(job);
            }
            while running.join_next().await.is_some() {}
        });
    })
}

/// What is given here may block: it runs in the pool for that.
pub struct OffThread<T>(JoinHandle<T>);

impl<T: Send + 'static> OffThread<T> {
    pub fn start<F, R>(work: F) -> Self
    where
        F: FnOnce(u32) -> R + Send + 'static,
        R: Future<Output = T> + 'static,
    {
        Self(tokio::task::spawn_blocking(move || Handle::current().block_on(work(7))))
    }

    pub async fn finished(self) -> T {
        self.0.await.expect("no panic")
    }
}

pub async fn print(lines: mpsc::Receiver<String>) {
    let printer = OffThread::start(move |_| async move {
        while let Ok(line) = lines.recv() {
            println!("{line}");
        }
    });
    printer.finished().await;
}
