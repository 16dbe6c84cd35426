//! A token that is sent away is cancelled by whoever receives it.
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

async fn lend(to: oneshot::Sender<CancellationToken>) {
    let free = CancellationToken::new();
    if to.send(free.clone()).is_err() {
        return;
    }
    free.cancelled().await;
    println!("free again");
}

pub struct Lease {
    free: CancellationToken,
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.free.cancel();
    }
}

pub async fn lease() -> Option<Lease> {
    let (to, lent) = oneshot::channel();
    drop(tokio::spawn(lend(to)));
    Some(Lease { free: lent.await.ok()? })
}
