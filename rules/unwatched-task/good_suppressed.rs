//! A finding that was looked at and accepted.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct Warm {
    _task: JoinHandle<()>,
}

fn warm() -> Warm {
    // tether: allow(unwatched-task, reason = "ends by itself within a second")
    Warm { _task: tokio::spawn(async { sleep(Duration::from_secs(1)).await }) }
}
