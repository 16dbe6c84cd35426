//! A token that is only ever lent to what has to be given one says "never", and so does one in a macro.

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

pub struct Store {
    slots: Semaphore,
}

impl Store {
    async fn download(&self, name: &str, cancel: &CancellationToken) -> Option<Vec<u8>> {
        tokio::select! {
            slot = self.slots.acquire() => slot.ok().map(|_| name.as_bytes().to_vec()),
            _ = cancel.cancelled() => None,
        }
    }
}

pub async fn command(store: &Store) -> usize {
    // The process ends with the command.
    let cancel = CancellationToken::new();
    let first = store.download("first", &cancel).await;
    let second = store.download("second", &cancel).await;
    first.into_iter().chain(second).map(|text| text.len()).sum()
}

macro_rules! pause {
    ($time:expr) => {{
        let never = CancellationToken::new();
        tokio::select! {
            _ = tokio::time::sleep($time) => {}
            _ = never.cancelled() => {}
        }
    }};
}

pub async fn breathe() {
    pause!(std::time::Duration::from_secs(1));
}
