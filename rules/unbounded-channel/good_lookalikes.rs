//! A project's own function of that name, and text that only talks about it.

use std::collections::VecDeque;

struct Queue<T> {
    items: VecDeque<T>,
    limit: usize,
}

fn unbounded_channel<T>() -> Queue<T> {
    Queue { items: VecDeque::new(), limit: 64 }
}

mod mpsc {
    pub fn channel() -> usize {
        64
    }
}

impl<T> Queue<T> {
    fn send(&mut self, item: T) -> bool {
        if self.items.len() == self.limit {
            return false;
        }
        self.items.push_back(item);
        true
    }
}

async fn feed(mut frames: tokio::sync::mpsc::Receiver<u64>) {
    // let (tx, rx) = mpsc::unbounded_channel();
    let mut queue = unbounded_channel();
    println!("tokio::sync::mpsc::unbounded_channel() {}", mpsc::channel());
    while let Some(frame) = frames.recv().await {
        if !queue.send(frame) {
            break;
        }
    }
}

// What comes are results of the program's own timers.
async fn own_timers(mut due: futures::stream::FuturesUnordered<std::pin::Pin<Box<dyn Future<Output = u64> + Send>>>) {
    use futures::StreamExt as _;
    let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel();
    let writer = tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            println!("{n}");
        }
    });
    while let Some(n) = due.next().await {
        let _ = tx.send(n);
    }
    drop(tx);
    let _ = writer.await;
}
