//! The handle is gone, but the end of the task is somebody's business.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::task_tracker::TaskTracker;

async fn work(n: u64) -> u64 {
    sleep(Duration::from_millis(n)).await;
    n
}

async fn result_by_oneshot() -> Option<u64> {
    let (tx, rx) = oneshot::channel();
    tokio::spawn(async move {
        let n = work(1).await;
        let _ = tx.send(n);
    });
    rx.await.ok()
}

fn stopped_by_token(stop: CancellationToken) {
    tokio::spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            n = work(2) => println!("{n}"),
        }
    });
}

async fn completion_by_last_sender(jobs: Vec<u64>) {
    let (done_tx, mut done_rx) = mpsc::channel::<()>(1);
    for job in jobs {
        let done = done_tx.clone();
        tokio::spawn(async move {
            println!("{}", work(job).await);
            drop(done);
        });
    }
    drop(done_tx);
    let _ = done_rx.recv().await;
}

async fn bounded_by_permits(limit: Arc<Semaphore>, jobs: Vec<u64>) {
    for job in jobs {
        let Ok(permit) = limit.clone().acquire_owned().await else { return };
        tokio::spawn(async move {
            println!("{}", work(job).await);
            drop(permit);
        });
    }
}

fn tracked_by_token(tracker: &TaskTracker) {
    let token = tracker.token();
    tokio::spawn(async move {
        println!("{}", work(3).await);
        drop(token);
    });
}

fn tracked_future(tracker: &TaskTracker) {
    tokio::spawn(tracker.track_future(async {
        println!("{}", work(4).await);
    }));
}

async fn stop(tracker: TaskTracker) {
    tracker.close();
    tracker.wait().await;
}

/// The server comes out of `block_on` beside its address: what it waits for is its own.
pub struct Mock {
    _stop: oneshot::Sender<()>,
    pub address: u16,
}

pub fn mock(runtime: &tokio::runtime::Handle) -> Mock {
    let (tx, rx) = oneshot::channel();
    let stopped = async {
        let _ = rx.await;
    };
    let start = || serve(stopped).unwrap();
    let (address, server) = runtime.block_on(async { start() });
    runtime.spawn(server);
    Mock { _stop: tx, address }
}

fn serve(stop: impl Future<Output = ()> + Send + 'static) -> Result<(u16, impl Future<Output = ()> + Send), String> {
    let (address, server) = web::bind(80).serve(stop)?;
    Ok((address, async move { server.await }))
}
