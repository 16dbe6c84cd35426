//! A project's own `recv`, and other things that only look like it.

use tokio::sync::broadcast::{self, error::RecvError};

/// Skips over gaps itself.
struct Subscription(broadcast::Receiver<u64>);

impl Subscription {
    async fn recv(&mut self) -> Result<u64, RecvError> {
        loop {
            match self.0.recv().await {
                Err(RecvError::Lagged(missed)) => println!("{missed} lost"),
                other => return other,
            }
        }
    }
}

mod local {
    pub mod broadcast {
        pub struct Receiver(pub Vec<u64>);

        impl Receiver {
            pub async fn recv(&mut self) -> Result<u64, &'static str> {
                self.0.pop().ok_or("empty")
            }
        }
    }
}

async fn own_type(mut events: Subscription) {
    while let Ok(event) = events.recv().await {
        println!("{event}");
    }
}

async fn own_module(mut events: local::broadcast::Receiver) {
    // while let Ok(event) = broadcast.recv().await {}
    while let Ok(event) = events.recv().await {
        println!("{event}");
    }
}
