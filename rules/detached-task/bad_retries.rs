//! The loop ends by itself, after some rounds, and nobody can tell when or ask it to.

use std::time::Duration;
use tokio::time::sleep;

async fn announce(name: &str) -> bool {
    sleep(Duration::from_millis(100)).await;
    !name.is_empty()
}

fn register(name: String) {
    tokio::spawn(async move { //~ detached-task
        for attempt in 0..5 {
            if announce(&name).await {
                println!("registered after {attempt} retries");
                break;
            }
            sleep(Duration::from_secs(1 << attempt)).await;
        }
    });
}
