// Limits in other places, and waits that are for no reply.
use std::time::Duration;
use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

struct Ask(oneshot::Sender<u64>);

async fn ask(tx: &Sender<Ask>) -> Option<u64> {
    let (reply, answer) = oneshot::channel();
    tx.send(Ask(reply)).await.ok()?;
    answer.await.ok()
}

pub async fn limited_by_its_callers(tx: &Sender<Ask>) -> Option<u64> {
    timeout(Duration::from_secs(1), ask(tx)).await.ok()?
}

pub async fn beside_a_timer(tx: &Sender<Ask>) -> Option<u64> {
    let (reply, answer) = oneshot::channel();
    tx.send(Ask(reply)).await.ok()?;
    tokio::select! {
        answer = answer => answer.ok(),
        () = sleep(Duration::from_secs(1)) => None,
    }
}

pub async fn until_a_task_ends() {
    let (done, finished) = oneshot::channel::<()>();
    tokio::spawn(async move { drop(done) });
    let _ = finished.await;
}
