use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;

pub enum Command {
    Get(String, oneshot::Sender<Option<u64>>),
}

pub async fn get(tx: &Sender<Command>, key: String) -> Option<u64> {
    let (reply, answer) = oneshot::channel();
    tx.send(Command::Get(key, reply)).await.ok()?;
    answer.await.ok()? //~ ask-without-timeout
}
