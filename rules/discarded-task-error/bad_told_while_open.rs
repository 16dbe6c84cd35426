//! The error is given on where somebody still reads.

use tokio::sync::mpsc::{self, Sender};

type Res<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

pub struct Merge {
    paths: Vec<String>,
}

impl Merge {
    async fn handle_error(result: Res<()>, tx: &Sender<Res<Vec<u8>>>) -> Res<()> {
        if let Err(e) = result {
            if tx.is_closed() {
                let msg = format!("{e}");
                tx.send(Err(e)).await?;
                return Err(msg.into());
            } else {
                return Err(e);
            }
        }
        Ok(())
    }

    async fn pull(&mut self, tx: &Sender<Res<Vec<u8>>>) -> Res<()> {
        let path = self.paths.pop().ok_or("none")?;
        tx.send(Ok(tokio::fs::read(path).await?)).await?;
        Ok(())
    }

    pub fn stream(mut self) -> mpsc::Receiver<Res<Vec<u8>>> {
        let (tx, rx) = mpsc::channel(4);
        tokio::spawn(async move { //~ discarded-task-error
            while !self.paths.is_empty() && !tx.is_closed() {
                Self::handle_error(self.pull(&tx).await, &tx).await?;
            }
            Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
        });
        rx
    }
}
