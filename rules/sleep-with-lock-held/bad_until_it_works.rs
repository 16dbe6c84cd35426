//! A lock that is kept while something is tried until it works.
use std::time::Duration;
use tokio::sync::Mutex;

pub async fn publish(state: &Mutex<Vec<u64>>) {
    let numbers = state.lock().await;
    loop {
        if std::fs::write("/tmp/state", format!("{numbers:?}")).is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await; //~ sleep-with-lock-held
    }
}
