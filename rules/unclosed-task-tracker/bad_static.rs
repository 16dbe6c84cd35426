//! The same, but what is closed is the other tracker.
use std::sync::LazyLock;
use tokio_util::task::TaskTracker;

#[derive(Clone)]
struct Background {
    tasks: TaskTracker,
    probes: TaskTracker,
}

static BACKGROUND: LazyLock<Background> =
    LazyLock::new(|| Background { tasks: TaskTracker::new(), probes: TaskTracker::new() });

pub fn no_more() {
    let Background { probes, .. } = BACKGROUND.clone();
    probes.close();
}

pub async fn finished() {
    let Background { tasks, .. } = BACKGROUND.clone();
    tasks.wait().await; //~ unclosed-task-tracker
}
