//! Beside a tick, in a type's loop, with the period in a constant or a field.

use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::time::{interval, sleep};

const CLEAN: Duration = Duration::from_secs(300);

/// The tick comes each second: the minute never passes.
async fn beside_a_tick() {
    let mut beat = interval(Duration::from_secs(1));
    let mut count = 0u32;
    loop {
        tokio::select! {
            _ = beat.tick() => count += 1,
            _ = sleep(Duration::from_secs(60)) => println!("{count}"), //~ sleep-recreated-in-select
        }
    }
}

struct Cache {
    entries: Vec<u32>,
    files: Vec<String>,
    period: Duration,
    changes: Receiver<u32>,
}

impl Cache {
    fn apply(&mut self, change: u32) {
        self.entries.push(change);
    }

    fn clean(&mut self) {
        self.files.clear();
    }

    async fn run(mut self) {
        loop {
            tokio::select! {
                change = self.changes.recv() => {
                    if let Ok(change) = change {
                        self.apply(change);
                    }
                }
                _ = sleep(self.period) => self.clean(), //~ sleep-recreated-in-select
            }
        }
    }

    async fn run_constant(mut self) {
        while self.entries.len() < 1000 {
            tokio::select! {
                change = self.changes.recv() => self.apply(change.unwrap_or(0)),
                _ = sleep(CLEAN) => self.clean(), //~ sleep-recreated-in-select
            }
        }
    }
}
