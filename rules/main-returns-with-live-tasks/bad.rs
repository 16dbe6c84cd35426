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
    tokio::spawn(report("first")); //~ main-returns-with-live-tasks
    tokio::spawn(report("second"));
    println!("started");
}
