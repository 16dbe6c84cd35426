//! Lists that grow once, or that the way out reads.

use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::Receiver;

pub enum Update {
    Started,
    Found(u64),
    Failed(String),
}

pub struct Search {
    found: Arc<Mutex<Vec<u64>>>,
    failed: Arc<Mutex<Vec<String>>>,
}

impl Search {
    /// Each call keeps one more at the most.
    pub async fn next(&self, updates: &mut Receiver<Update>) -> Option<u64> {
        let (found, failed) = (self.found.clone(), self.failed.clone());
        loop {
            match updates.recv().await {
                Some(Update::Started) => continue,
                Some(Update::Found(number)) => {
                    found.lock().unwrap().push(number);
                    return Some(number);
                }
                Some(Update::Failed(why)) => {
                    failed.lock().unwrap().push(why);
                    break;
                }
                None => return None,
            }
        }
        None
    }
}

/// The list is what the function is for: it goes out with the last of them.
pub async fn report(mut updates: Receiver<Update>, mut open: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    loop {
        tokio::select! {
            update = updates.recv() => {
                let Some(Update::Found(number)) = update else { return String::new() };
                lines.push(format!("found {number}"));
                open -= 1;
                if open == 0 {
                    let text = lines.join("\n");
                    return text;
                }
            }
            _ = tokio::time::sleep(std::time::Duration::from_secs(60)) => {
                lines.extend((0..open).map(|number| format!("{number} is late")));
                let text = lines.join("\n");
                return text;
            }
        }
    }
}

/// Gathers for what it gives: the set is there to tell what it has seen already.
pub async fn distinct(mut updates: Receiver<u64>) -> u64 {
    let mut seen = std::collections::HashSet::new();
    let mut count = 0;
    while let Some(number) = updates.recv().await {
        if !seen.insert(number) {
            continue;
        }
        count += 1;
    }
    count
}
