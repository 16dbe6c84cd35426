use std::time::Duration;

pub async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("still here");
    }
}
