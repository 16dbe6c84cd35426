//! A loop that is left in one arm, and a list that grows in the other.

use std::collections::HashSet;
use tokio::sync::mpsc::Receiver;

pub enum Update {
    Found(u64),
    Failed(String),
}

pub async fn watch(mut updates: Receiver<Update>) {
    let mut seen = HashSet::new();
    loop {
        match updates.recv().await {
            Some(Update::Found(number)) => {
                if !seen.contains(&number) {
                    println!("found {number}");
                }
                seen.insert(number); //~ unbounded-buffer
            }
            Some(Update::Failed(why)) => {
                println!("{why}");
                return;
            }
            None => return,
        }
    }
}
