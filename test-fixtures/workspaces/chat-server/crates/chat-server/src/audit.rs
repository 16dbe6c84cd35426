//! A log of what was done, written in batches.

use std::io;
use std::path::PathBuf;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::debug;

const BATCH: usize = 32;

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Entry {
    who: String,
    what: String,
}

impl Entry {
    /// `who` did `what`.
    pub fn new(who: impl Into<String>, what: impl Into<String>) -> Self {
        Self { who: who.into(), what: what.into() }
    }
}

/// The way into the log. It is closed when the last one is dropped.
#[derive(Clone, Debug)]
pub struct AuditLog {
    entries: mpsc::Sender<Entry>,
}

impl AuditLog {
    /// Opens the log; the handle ends when the log is closed.
    pub fn open(path: PathBuf) -> (Self, JoinHandle<io::Result<()>>) {
        let (entries, rx) = mpsc::channel(256);
        (Self { entries }, tokio::spawn(write_batches(path, rx)))
    }

    /// Adds an entry.
    pub async fn write(&self, entry: Entry) {
        if self.entries.send(entry).await.is_err() {
            debug!("the audit log is closed");
        }
    }
}

async fn write_batches(path: PathBuf, mut entries: mpsc::Receiver<Entry>) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path).await?;
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(entry) = entries.recv().await { //~ missing-terminate-handler
        batch.push(entry);
        if batch.len() == BATCH {
            write(&mut file, &batch).await?;
            batch.clear();
        }
    }
    Ok(())
}

async fn write(file: &mut File, batch: &[Entry]) -> io::Result<()> {
    let mut text = String::new();
    for entry in batch {
        text.push_str(&entry.who);
        text.push(' ');
        text.push_str(&entry.what);
        text.push('\n');
    }
    file.write_all(text.as_bytes()).await?;
    file.flush().await
}
