use std::time::Duration;

async fn sweep() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        println!("swept");
    }
}

#[tokio::main]
async fn main() {
    let sweeper = tokio::spawn(sweep()); //~ uncancellable-loop
    let _ = tokio::signal::ctrl_c().await;
    sweeper.await.unwrap();
}
