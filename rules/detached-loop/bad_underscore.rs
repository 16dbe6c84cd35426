//! A name with an underscore keeps the handle to the end of the block, and drops it there.
use std::time::Duration;

fn start() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async { //~ detached-loop
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            println!("tick");
        }
    })
}

pub async fn serve() {
    let _ticker = start();
    tokio::time::sleep(Duration::from_secs(60)).await;
}
