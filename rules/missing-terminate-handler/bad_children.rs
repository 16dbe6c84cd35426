//! Timers that a message stops, and the end of the loop does not.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

enum Command {
    Start(u64),
    Stop(u64),
}

async fn remind(id: u64) {
    sleep(Duration::from_secs(600)).await;
    println!("reminder {id}");
}

async fn reminders(mut commands: mpsc::Receiver<Command>) {
    let mut timers: HashMap<u64, JoinHandle<()>> = HashMap::new();
    while let Some(command) = commands.recv().await { //~ missing-terminate-handler
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
}
