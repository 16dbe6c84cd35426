//! What is told is something else.
use std::io;
use tokio::sync::mpsc;

// The log line stands in front of the call that fails.
async fn started(alive: mpsc::Sender<()>) -> io::Result<()> {
    eprintln!("it starts");
    tokio::fs::write("a", "b").await?;
    drop(alive);
    Ok(())
}

// One of the two errors is told.
async fn half(alive: mpsc::Sender<()>) -> io::Result<()> {
    if let Err(error) = tokio::fs::write("a", "b").await {
        eprintln!("{error}");
        return Err(error);
    }
    drop(alive);
    tokio::fs::write("b", "c").await
}

// The success is told.
async fn success(alive: mpsc::Sender<()>) -> io::Result<()> {
    match tokio::fs::read_to_string("a").await {
        Ok(text) => {
            println!("{text}");
            drop(alive);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

pub fn start(alive: mpsc::Sender<()>) {
    tokio::spawn(started(alive.clone())); //~ discarded-task-error
    tokio::spawn(half(alive.clone())); //~ discarded-task-error
    tokio::spawn(success(alive)); //~ discarded-task-error
}
