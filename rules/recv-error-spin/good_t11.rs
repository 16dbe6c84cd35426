//! `Some(…)` refuses the end of a channel: the branch is off for that round, and the loop waits for the other ones.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

pub enum Edit {
    Insert(String),
    Clear,
}

pub async fn keep(mut edits: mpsc::Receiver<Edit>, stop: CancellationToken) {
    let mut text = String::new();
    let mut save = interval(Duration::from_secs(30));
    loop {
        tokio::select! {
            Some(edit) = edits.recv() => match edit {
                Edit::Insert(part) => text.push_str(&part),
                Edit::Clear => text.clear(),
            },
            _ = save.tick() => println!("{} bytes", text.len()),
            _ = stop.cancelled() => break,
        }
    }
}
