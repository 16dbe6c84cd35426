//! The function that receives names the gap, and tells its caller of it.
use tokio::sync::broadcast::{self, error::RecvError};

pub enum Gone {
    Closed,
    Lost(u64),
}

pub struct Watch {
    states: broadcast::Receiver<u8>,
}

impl Watch {
    async fn next(&mut self) -> Result<u8, Gone> {
        match self.states.recv().await {
            Ok(state) => Ok(state),
            Err(RecvError::Closed) => Err(Gone::Closed),
            Err(RecvError::Lagged(lost)) => Err(Gone::Lost(lost)),
        }
    }

    pub async fn until_ready(&mut self) -> Result<(), Gone> {
        loop {
            let state = self.next().await?;
            if state == 7 {
                return Ok(());
            }
        }
    }
}
