use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

async fn work(number: u32, token: CancellationToken) {
    token.cancelled().await;
    println!("{number} stops");
}

async fn run() {
    let token = CancellationToken::new();
    let tracker = TaskTracker::new();
    for number in 0..4 {
        tracker.spawn(work(number, token.clone()));
    }
    token.cancel();
    tracker.wait().await; //~ unclosed-task-tracker
}
