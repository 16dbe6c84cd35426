//! The end of the process is no way to end this task.

use std::time::Duration;

fn clock() -> Option<u64> {
    Some(1)
}

pub fn start() {
    tokio::spawn(async { //~ detached-loop
        loop {
            match clock() {
                Some(now) => println!("{now}"),
                None => std::process::exit(70),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}

fn main() {}
