use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::VecDeque;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::task::JoinMap;

struct Done(u32);

// Stopping at the first failure is meant: the rest is aborted.
async fn all_or_nothing(mut set: JoinSet<Result<u32, String>>) -> u32 {
    let mut total = 0;
    while let Some(Ok(Ok(value))) = set.join_next().await {
        total += value;
    }
    set.shutdown().await;
    total
}

// Whatever matches: a struct has one form only.
async fn forms(mut set: JoinSet<Done>, mut map: JoinMap<u32, ()>) {
    while let Some((id, result)) = map.join_next().await {
        println!("{id}: {}", result.is_ok());
    }
    if let Some(Ok(Done(number))) = set.join_next().await {
        println!("{number}");
    }
    while let Some(Ok(_) | Err(_)) = set.join_next().await {}
}

// Not a set of tasks: a message that is not `Ok` ends this by contract.
async fn messages(mut rx: mpsc::Receiver<Result<u32, String>>, mut queue: VecDeque<Option<u32>>) {
    while let Some(Ok(message)) = rx.recv().await {
        println!("{message}");
    }
    while let Some(Some(number)) = queue.pop_front() {
        println!("{number}");
    }
}

struct Queue(Vec<Result<u32, String>>);

impl Queue {
    fn join_next(&mut self) -> Option<Result<u32, String>> {
        self.0.pop()
    }
}

// A method of the same name of something else.
fn own(mut queue: Queue) {
    while let Some(Ok(number)) = queue.join_next() {
        println!("{number}");
    }
}

async fn unordered(handles: Vec<JoinHandle<u32>>) {
    let mut pending: FuturesUnordered<_> = handles.into_iter().collect();
    while let Some(result) = pending.next().await {
        let Ok(value) = result else { continue };
        println!("{value}");
    }
}

// Looked at again with each tick.
async fn ticking(mut set: JoinSet<Result<u32, String>>) -> u32 {
    let mut interval = tokio::time::interval(std::time::Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(Ok(Ok(number))) = set.join_next() => break number,
            _ = interval.tick() => println!("{} left", set.len()),
        }
    }
}
