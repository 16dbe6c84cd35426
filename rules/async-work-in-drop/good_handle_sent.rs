//! The task that `drop` starts is waited for: its handle goes to the owner's queue.
use tokio::{sync::mpsc, task::JoinHandle};
pub enum DropEvent {
    Cleanup(Option<JoinHandle<()>>),
}
async fn record() {
    tokio::task::yield_now().await
}
fn task_for() -> JoinHandle<()> {
    tokio::spawn(async move { record().await })
}
pub struct Guard {
    armed: bool,
    sink: Option<mpsc::UnboundedSender<DropEvent>>,
}
impl Drop for Guard {
    fn drop(&mut self) {
        let t = if self.armed { Some(task_for()) } else { None };
        if let Some(sink) = &self.sink {
            let _ = sink.send(DropEvent::Cleanup(t));
        }
    }
}
pub async fn owner(mut rx: mpsc::UnboundedReceiver<DropEvent>) {
    while let Some(DropEvent::Cleanup(t)) = rx.recv().await {
        if let Some(t) = t {
            t.await.unwrap();
        }
    }
}

fn main() {}
