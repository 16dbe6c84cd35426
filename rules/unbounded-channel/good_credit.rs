//! A window of credit: the next message waits until whoever reads has taken enough of the earlier ones.

use tokio::sync::{broadcast, mpsc, watch};

pub struct Feed {
    records: broadcast::Receiver<u64>,
    acked: watch::Receiver<u64>,
    out: mpsc::UnboundedSender<u64>,
    cursor: u64,
    window: u64,
}

impl Feed {
    async fn push(&mut self, record: u64) -> Result<(), String> {
        self.acked
            .wait_for(|acked| self.cursor - *acked <= self.window)
            .await
            .map_err(|e| e.to_string())?;
        self.out.send(record).map_err(|e| e.to_string())?;
        self.cursor += 1;
        Ok(())
    }

    pub async fn run(&mut self) -> Result<(), String> {
        loop {
            match self.records.recv().await {
                Ok(record) => self.push(record).await?,
                Err(broadcast::error::RecvError::Closed) => return Ok(()),
                Err(broadcast::error::RecvError::Lagged(n)) => println!("missed {n}"),
            }
        }
    }
}

pub fn subscribe(records: broadcast::Receiver<u64>, acked: watch::Receiver<u64>) -> (Feed, mpsc::UnboundedReceiver<u64>) {
    let (out, rx) = mpsc::unbounded_channel();
    (Feed { records, acked, out, cursor: 0, window: 1_000 }, rx)
}
