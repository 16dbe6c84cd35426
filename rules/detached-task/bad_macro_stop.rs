//! Here the `;` ends a statement, and the handle is dropped.

use std::time::Duration;

macro_rules! spawn {
    ($work:expr) => {
        tokio::spawn($work);
    };
}

async fn save() {
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("saved");
}

fn schedule() {
    spawn!(save()); //~ detached-task
}
