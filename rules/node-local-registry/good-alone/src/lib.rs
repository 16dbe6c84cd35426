//! One map, in a program that runs once.

use dashmap::DashMap;
use std::sync::LazyLock;
use tokio::sync::mpsc;

pub struct Frame(pub String);

static SESSIONS: LazyLock<DashMap<u64, mpsc::Sender<Frame>>> = LazyLock::new(DashMap::new);

pub fn open(user: u64, frames: mpsc::Sender<Frame>) {
    SESSIONS.insert(user, frames);
}

pub async fn send(user: u64, frame: Frame) -> bool {
    let frames = SESSIONS.get(&user).map(|entry| entry.value().clone());
    match frames {
        Some(frames) => frames.send(frame).await.is_ok(),
        None => false,
    }
}

pub fn close(user: u64) {
    SESSIONS.remove(&user);
}
