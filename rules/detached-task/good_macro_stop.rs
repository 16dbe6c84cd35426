//! The `;` in the macro's body is none where the macro stands for a value.

use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::task::JoinHandle;

macro_rules! spawn {
    ($work:expr, $name:expr) => {
        tokio::task::Builder::new().name($name).spawn($work).expect("a runtime");
    };
}

struct Requests {
    tasks: FuturesUnordered<JoinHandle<u32>>,
}

impl Requests {
    fn schedule(&mut self) {
        self.tasks.push(spawn!(
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                1
            },
            "request"
        ));
    }

    async fn next(&mut self) -> Option<u32> {
        self.tasks.next().await?.ok()
    }
}
