//! One tracker in a static: a function closes it, another waits, and each takes it out of a copy by a pattern.
use std::sync::LazyLock;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

#[derive(Clone)]
struct Background {
    tasks: TaskTracker,
    stop: CancellationToken,
}

static BACKGROUND: LazyLock<Background> =
    LazyLock::new(|| Background { tasks: TaskTracker::new(), stop: CancellationToken::new() });

pub fn no_more() {
    let Background { tasks, stop } = BACKGROUND.clone();
    stop.cancel();
    tasks.close();
}

pub async fn finished() {
    let Background { tasks, .. } = BACKGROUND.clone();
    tasks.wait().await;
}
