//! A task that is meant to live as long as the process says so.

use std::time::Duration;
use tokio::time::sleep;

async fn uptime() {
    let mut minutes = 0_u64;
    loop {
        sleep(Duration::from_secs(60)).await;
        minutes += 1;
        println!("up for {minutes} minutes");
    }
}

fn main() {
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return };
    runtime.block_on(async {
        let uptime = tokio::spawn(uptime());
        drop(uptime);
        // tether: allow(detached-loop, reason = "the clock runs until the process ends")
        tokio::spawn(async {
            loop {
                sleep(Duration::from_secs(1)).await;
                println!("tick");
            }
        });
        sleep(Duration::from_secs(3600)).await;
    });
}
