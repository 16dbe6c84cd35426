use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub struct Shared {
    tracker: TaskTracker,
    stop: CancellationToken,
}

pub struct Runtime {
    shared: Arc<Shared>,
}

impl Runtime {
    pub fn start(&self) {
        self.shared.tracker.spawn(std::future::ready(()));
    }

    pub async fn shutdown(&self) {
        let Shared { tracker, stop } = &*self.shared;
        stop.cancel();
        tracker.close();
        tracker.wait().await;
    }
}

pub async fn run() {
    let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
    tracker.spawn(std::future::ready(()));
    stop.cancel();
    tracker.close();
    tracker.wait().await;
}
