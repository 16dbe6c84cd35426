//! An answer goes by value inside of a command, which its taker takes apart field by field: there is room for it.

use std::sync::mpsc;
pub enum Op {
    Close,
    Flush(mpsc::SyncSender<()>),
}
pub struct Cmd {
    pub op: Op,
    pub key: Option<String>,
}
impl Cmd {
    fn new(op: Op) -> Self {
        Self { op, key: None }
    }
}
pub struct Db {
    tx: tokio::sync::mpsc::UnboundedSender<Cmd>,
}
impl Db {
    pub fn flush(&self) -> anyhow::Result<()> {
        let (reply_tx, reply_rx) = mpsc::sync_channel(1);
        let cmd = Cmd { op: Op::Flush(reply_tx), key: None };
        self.tx.send(cmd).map_err(|e| anyhow::anyhow!("{e}"))?;
        reply_rx.recv().map_err(|e| anyhow::anyhow!("{e}"))?;
        Ok(())
    }
}
pub fn start() -> Db {
    let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel::<Cmd>();
    tokio::spawn(async move {
        while let Some(cmd) = rx.recv().await {
            handle(cmd).await;
        }
    });
    Db { tx }
}
async fn handle(cmd: Cmd) {
    match cmd.op {
        Op::Close => return,
        Op::Flush(reply) => {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            let _ = reply.send(());
        }
    }
}
