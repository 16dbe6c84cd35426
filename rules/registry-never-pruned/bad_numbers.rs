//! Each range begins where the last one has ended.

use dashmap::DashMap;
use tokio::sync::mpsc::{self, Sender};

pub struct Writer {
    queues: DashMap<u32, Sender<u32>>, //~ registry-never-pruned
}

impl Writer {
    pub fn start(&self, first: u32, count: u32) {
        for shard in first..first + count {
            let (queue, mut writes) = mpsc::channel(8);
            self.queues.insert(shard, queue);
            tokio::spawn(async move {
                while let Some(write) = writes.recv().await {
                    println!("{write}");
                }
            });
        }
    }

    pub async fn write(&self, number: u32) {
        let queue = self.queues.get(&number).map(|queue| queue.clone());
        if let Some(queue) = queue {
            let _ = queue.send(number).await;
        }
    }
}
