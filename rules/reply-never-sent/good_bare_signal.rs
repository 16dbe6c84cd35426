//! A parameter without content says "now", and its drop says "not any more".
use tokio::sync::oneshot::{Sender, channel};
use tokio::task::JoinHandle;

async fn begin(cancelled: bool, start: Sender<()>, task: JoinHandle<()>) {
    if cancelled {
        task.abort();
        task.await.ok();
    } else {
        let _ = start.send(());
    }
}

pub async fn run(cancelled: bool) {
    let (start, started) = channel();
    let task = tokio::spawn(async move {
        if started.await.is_ok() {
            println!("started");
        }
    });
    begin(cancelled, start, task).await;
}
