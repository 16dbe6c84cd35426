//! A wrapper that drops the handle is judged by what its callers pass to it.

use std::future::Future;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

fn background(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(future);
}

#[derive(Clone)]
struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    /// Keeps the task: `stop` waits for it.
    fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = future => {}
            }
        });
    }

    async fn stop(&self) {
        self.stop.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

async fn thumbnail(id: u64) {
    sleep(Duration::from_millis(50)).await;
    println!("thumbnail of {id}");
}

async fn on_upload(tasks: &Tasks, id: u64) {
    tasks.spawn(thumbnail(id));
    let (done, finished) = oneshot::channel();
    background(async move {
        thumbnail(id).await;
        let _ = done.send(());
    });
    let _ = finished.await;
}
