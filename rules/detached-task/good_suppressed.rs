//! A finding that was looked at and accepted.

use std::time::Duration;
use tokio::time::sleep;

async fn ping(host: &'static str) {
    sleep(Duration::from_millis(10)).await;
    println!("{host} is up");
}

fn usage() {
    // tether: allow(detached-task, reason = "usage pings may be lost at shutdown")
    tokio::spawn(ping("usage.example.org"));
}
