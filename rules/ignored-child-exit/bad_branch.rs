//! A branch takes the first end for a success, whatever it was.

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn run(number: u64) -> Result<(), String> {
    tokio::time::sleep(std::time::Duration::from_secs(number)).await;
    Err(number.to_string())
}

pub async fn monitor(exit: oneshot::Receiver<()>, cancel: CancellationToken) {
    let mut set = JoinSet::new();
    set.spawn(run(1));
    set.spawn(run(2));
    tokio::select! { //~ ignored-child-exit
        _ = exit => println!("termination signal"),
        _ = set.join_next() => println!("stopped successfully"),
    }
    cancel.cancel();
    while set.join_next().await.is_some() {}
}
