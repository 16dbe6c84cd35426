//! Lost by the caller of a helper, through a wrapper, from the blocking pool.

use std::future::Future;
use std::io;
use tokio::task::{self, JoinHandle};

async fn upload(path: String) -> io::Result<u64> {
    let bytes = tokio::fs::read(path).await?;
    Ok(bytes.len() as u64)
}

fn start_upload(path: &str) -> JoinHandle<io::Result<u64>> {
    tokio::spawn(upload(path.to_owned())) //~ discarded-task-error
}

fn background<F>(future: F)
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(future);
}

fn compress(path: &str) -> io::Result<()> {
    let bytes = std::fs::read(path)?;
    std::fs::write(format!("{path}.z"), bytes)
}

fn on_file(path: &'static str) {
    start_upload(path);
    background(upload(path.to_owned())); //~ discarded-task-error
    task::spawn_blocking(move || compress(path)); //~ discarded-task-error
}
