//! What is old is thrown out of the map that the other branch fills: as long as that is busy, never.
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

const OLD: Duration = Duration::from_secs(60);

pub struct Presence {
    seen: HashMap<u64, Instant>,
    beats: Receiver<u64>,
}

impl Presence {
    pub async fn run(mut self) {
        loop {
            tokio::select! {
                beat = self.beats.recv() => {
                    let Some(id) = beat else { break };
                    self.seen.insert(id, Instant::now());
                }
                _ = sleep(Duration::from_secs(30)) => { //~ sleep-recreated-in-select
                    self.seen.retain(|_, at| at.elapsed() < OLD);
                }
            }
        }
    }

    pub async fn run_with_method(mut self) {
        loop {
            tokio::select! {
                beat = self.beats.recv() => {
                    let Some(id) = beat else { break };
                    self.seen.insert(id, Instant::now());
                }
                _ = sleep(Duration::from_secs(30)) => self.expire(), //~ sleep-recreated-in-select
            }
        }
    }

    fn expire(&mut self) {
        self.seen.retain(|_, at| at.elapsed() < OLD);
    }
}
