//! The number that goes up with each entry ends nothing.

use std::collections::HashSet;
use tokio::sync::mpsc;

pub async fn check(mut updates: mpsc::Receiver<u64>) -> Result<(), String> {
    let mut count = 0;
    let mut seen = HashSet::new();
    while let Some(slot) = updates.recv().await {
        if seen.insert(slot) { //~ unbounded-buffer
            count += 1;
        } else {
            return Err(format!("{slot} twice"));
        }
    }
    Ok(())
}
