//! The end is seen, or the loop waits.
use futures::FutureExt;
use std::io::{BufRead, BufReader, Read};
use std::process::ChildStderr;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::io::AsyncBufReadExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn reap(set: &mut JoinSet<()>) {
    while FutureExt::now_or_never(set.join_next()).flatten().is_some() {}
}

pub fn tell(set: &mut JoinSet<u32>) {
    while let Some(Some(ended)) = set.join_next().now_or_never() {
        println!("{ended:?}");
    }
    while let Some(ended) = set.join_next().now_or_never() {
        let Some(ended) = ended else { break };
        println!("{ended:?}");
    }
}

pub fn some(queue: &mut mpsc::Receiver<u32>) {
    while let Some(Some(next)) = queue.recv().now_or_never() {
        println!("{next}");
    }
}

// `Some(())` says that there was one, and there may be none.
pub fn ticks(interval: &mut tokio::time::Interval) {
    while interval.tick().now_or_never().is_some() {}
}

pub fn swallow(output: ChildStderr) -> JoinHandle<()> {
    let mut reader = BufReader::new(output);
    std::thread::spawn(move || {
        let mut line = String::new();
        loop {
            line.clear();
            match reader.read_line(&mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
        }
    })
}

// What is written to the file later is read later.
pub fn follow(mut file: std::fs::File) {
    let mut buffer = [0; 256];
    loop {
        let _ = file.read(&mut buffer);
        std::thread::sleep(Duration::from_millis(200));
    }
}

pub async fn follow_slowly(file: tokio::fs::File) {
    let mut lines = tokio::io::BufReader::new(file);
    let mut line = String::new();
    loop {
        let _ = lines.read_line(&mut line).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

// Whoever takes the lines is gone some day.
pub fn give(output: ChildStderr, lines: std::sync::mpsc::Sender<String>) {
    let mut reader = BufReader::new(output);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok();
        if line.is_empty() {
            return;
        }
        let _ = lines.send(line);
    }
}
