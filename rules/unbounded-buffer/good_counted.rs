//! A number goes up with each entry, and ends the loop.

use std::collections::HashSet;
use tokio::sync::mpsc;

pub async fn check(mut updates: mpsc::Receiver<u64>) -> Result<(), String> {
    const MAX: usize = 5;
    let mut count = 0;
    let mut seen = HashSet::new();
    while let Some(slot) = updates.recv().await {
        if count >= MAX {
            break;
        }
        if seen.insert(slot) {
            count += 1;
        } else {
            return Err(format!("{slot} twice"));
        }
    }
    Ok(())
}
