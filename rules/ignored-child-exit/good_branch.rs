//! A branch tells how the first one ended.

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
    tokio::select! {
        _ = exit => println!("termination signal"),
        end = set.join_next() => println!("stopped: {end:?}"),
    }
    cancel.cancel();
    while set.join_next().await.is_some() {}
}
