//! What still runs is stopped at the end, or belongs to somebody else.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio::time::sleep;

enum Command {
    Start(u64),
    Stop(u64),
}

async fn remind(id: u64) {
    sleep(Duration::from_secs(600)).await;
    println!("reminder {id}");
}

async fn aborted(mut commands: mpsc::Receiver<Command>) {
    let mut timers: HashMap<u64, JoinHandle<()>> = HashMap::new();
    while let Some(command) = commands.recv().await {
        match command {
            Command::Start(id) => {
                if let Some(old) = timers.insert(id, tokio::spawn(remind(id))) {
                    old.abort();
                }
            }
            Command::Stop(id) => {
                if let Some(timer) = timers.remove(&id) {
                    timer.abort();
                }
            }
        }
    }
    for timer in timers.into_values() {
        timer.abort();
    }
}

async fn in_a_set(mut commands: mpsc::Receiver<Command>) {
    let mut set = JoinSet::new();
    let mut timers: HashMap<u64, AbortHandle> = HashMap::new();
    while let Some(command) = commands.recv().await {
        match command {
            Command::Start(id) => {
                if let Some(old) = timers.insert(id, set.spawn(remind(id))) {
                    old.abort();
                }
            }
            Command::Stop(id) => {
                if let Some(timer) = timers.remove(&id) {
                    timer.abort();
                }
            }
        }
    }
}
