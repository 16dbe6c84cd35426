//! A shutdown that waits for so long, and no longer.

use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub struct App {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl App {
    pub async fn shutdown(self) {
        self.stop.cancel(); //~ untested-supervision
        self.tasks.close();
        if tokio::time::timeout(Duration::from_secs(10), self.tasks.wait()).await.is_err() {
            println!("gave up");
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        assert_eq!(1 + 1, 2);
    }
}
