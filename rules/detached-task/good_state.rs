//! A task that ends when a state says so that its owner keeps.
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

enum State {
    Active,
    Over,
}

impl From<u8> for State {
    fn from(number: u8) -> State {
        if number == 0 { State::Active } else { State::Over }
    }
}

pub struct Transaction {
    state: Arc<AtomicU8>,
}

impl Transaction {
    pub fn begin() -> Transaction {
        let state = Arc::new(AtomicU8::new(0));
        let of_task = state.clone();
        tokio::spawn(async move {
            loop {
                let now: State = of_task.load(Ordering::Acquire).into();
                if matches!(now, State::Over) {
                    break;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
                heartbeat().await;
            }
        });
        Transaction { state }
    }

    pub fn commit(self) {
        self.state.store(1, Ordering::Release);
    }
}

async fn heartbeat() {
    let _ = State::Active;
}
