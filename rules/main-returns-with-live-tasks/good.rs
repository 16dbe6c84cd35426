use std::time::Duration;
use tokio::time::sleep;

async fn report(name: &'static str) {
    sleep(Duration::from_secs(1)).await;
    println!("{name}");
}

#[tokio::main]
async fn main() {
    println!("starting");
    report("ready").await;
    let first = tokio::spawn(report("first"));
    let second = tokio::spawn(report("second"));
    println!("started");
    for task in [first, second] {
        if let Err(error) = task.await {
            eprintln!("{error}");
        }
    }
}
