//! The closure's future is put beside the end of whom it writes for: who drops that one ends the loop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

pub struct Values {
    _alive: Arc<oneshot::Sender<()>>,
}

pub struct Writer {
    gone: oneshot::Receiver<()>,
}

impl Writer {
    pub async fn closed(&mut self) {
        let _ = (&mut self.gone).await;
    }

    pub fn write(&mut self, _value: u32) {}
}

impl Values {
    pub fn spawn<F, Fut>(write: F) -> Values
    where
        F: FnOnce(Writer) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send,
    {
        let (alive, gone) = oneshot::channel();
        let (_other, beside) = oneshot::channel();
        tokio::spawn(async move {
            let mut until = Writer { gone };
            tokio::select! {
                _ = until.closed() => {}
                _ = async { write(Writer { gone: beside }).await } => {}
            }
        });
        Values { _alive: Arc::new(alive) }
    }
}

pub fn every(period: Duration) -> Values {
    Values::spawn(move |mut writer| async move {
        loop {
            writer.write(1);
            tokio::time::sleep(period).await;
        }
    })
}
