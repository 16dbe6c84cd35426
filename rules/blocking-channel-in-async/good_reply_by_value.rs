//! A std channel of capacity 1 as a oneshot: `send` takes the reply by value, so that
//! there is one message at most and it never waits.
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
pub struct Reply<T>(SyncSender<T>);
pub struct Answer<T>(Receiver<T>);
impl<T> Reply<T> {
    fn send(self, t: T) {
        self.0.send(t).unwrap();
    }
}
impl<T> Answer<T> {
    pub fn wait(self) -> T {
        self.0.recv().unwrap()
    }
}
pub fn pair<T>() -> (Reply<T>, Answer<T>) {
    let (tx, rx) = sync_channel(1);
    (Reply(tx), Answer(rx))
}
pub enum Job {
    Count(u32, Reply<u32>),
}
pub async fn work(mut jobs: tokio::sync::mpsc::Receiver<Job>) {
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Count(n, reply) => reply.send(count(n).await),
        }
    }
}
async fn count(n: u32) -> u32 {
    tokio::task::yield_now().await;
    n + 1
}

fn main() {}
