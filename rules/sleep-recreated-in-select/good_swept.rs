//! An interval for what is old; and what is written when nothing has come for a while.
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Receiver;
use tokio::time::{interval, sleep};

const OLD: Duration = Duration::from_secs(60);

pub struct Presence {
    seen: HashMap<u64, Instant>,
    beats: Receiver<u64>,
}

impl Presence {
    pub async fn run(mut self) {
        let mut sweep = interval(Duration::from_secs(30));
        loop {
            tokio::select! {
                beat = self.beats.recv() => {
                    let Some(id) = beat else { break };
                    self.seen.insert(id, Instant::now());
                }
                _ = sweep.tick() => {
                    self.seen.retain(|_, at| at.elapsed() < OLD);
                }
            }
        }
    }

    pub async fn when_quiet(mut self) {
        loop {
            tokio::select! {
                beat = self.beats.recv() => {
                    let Some(id) = beat else { break };
                    self.seen.insert(id, Instant::now());
                }
                _ = sleep(Duration::from_millis(300)) => self.write(),
            }
        }
    }

    fn write(&mut self) {
        println!("{:?}", self.seen);
        self.seen.retain(|_, at| at.elapsed() < OLD);
    }
}
