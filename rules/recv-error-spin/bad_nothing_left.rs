//! Loops that ask on and on where nothing is left: an empty set, a closed channel, the end of a file.
use futures::FutureExt;
use std::io::{BufRead, BufReader};
use std::process::ChildStderr;
use std::thread::JoinHandle;
use tokio::io::AsyncBufReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn reap(set: &mut JoinSet<()>) {
    while FutureExt::now_or_never(set.join_next()).is_some() {} //~ recv-error-spin
}

pub fn tell(set: &mut JoinSet<u32>) {
    while let Some(ended) = set.join_next().now_or_never() { //~ recv-error-spin
        println!("{ended:?}");
    }
}

pub fn empty(queue: &mut mpsc::Receiver<u32>) {
    while queue.recv().now_or_never().is_some() {} //~ recv-error-spin
}

pub fn swallow(output: ChildStderr) -> JoinHandle<()> {
    let mut reader = BufReader::new(output);
    std::thread::spawn(move || {
        let mut line = String::new();
        loop { //~ recv-error-spin
            let _ = reader.read_line(&mut line);
        }
    })
}

pub async fn listen(from: OwnedReadHalf) {
    let mut reader = tokio::io::BufReader::new(from);
    let mut line = Vec::new();
    loop { //~ recv-error-spin
        reader.read_until(b'\n', &mut line).await.ok();
        println!("{line:?}");
        line.clear();
    }
}
