//! What a type of another crate does with the handle that goes over into it, is not known.

use std::time::Duration;
use task_keeper::Kept;

pub struct Ticker {
    _task: Kept<()>,
}

pub fn start() -> Ticker {
    let handle = tokio::spawn(async {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            println!("tick");
        }
    });
    Ticker { _task: handle.into() }
}

fn main() {}
