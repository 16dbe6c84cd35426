//! Names and values that look like a lost `Result`.

use std::fmt;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Not `std`'s: a value that means something else.
struct Result {
    rows: usize,
}

#[derive(Debug)]
struct Ok(usize);

async fn query(mut jobs: mpsc::Receiver<usize>) -> Result {
    let mut rows = 0;
    while let Some(n) = jobs.recv().await {
        rows += n;
    }
    Result { rows }
}

async fn wrapped(mut jobs: mpsc::Receiver<usize>) -> Ok {
    let mut rows = 0;
    while let Some(n) = jobs.recv().await {
        rows += n;
    }
    Ok(rows)
}

struct Row(Arc<str>);

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ok(…)? {}", self.0)
    }
}

fn start(jobs: mpsc::Receiver<usize>, more: mpsc::Receiver<usize>) {
    tokio::spawn(query(jobs));
    tokio::spawn(wrapped(more));
}
