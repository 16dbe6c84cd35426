//! A task that ends the process when it comes to its end: nobody is left who could look at it.
use std::time::Duration;

async fn clean_up() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

#[tokio::main]
async fn main() {
    let _watchdog = tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        std::process::abort();
    });
    clean_up().await;
}
