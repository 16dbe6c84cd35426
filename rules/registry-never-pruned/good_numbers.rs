//! There are as many entries as the range has numbers.

use dashmap::DashMap;
use tokio::sync::mpsc::{self, Sender};

pub struct Writer {
    shards: u32,
    queues: DashMap<u32, Sender<u32>>,
    stops: DashMap<u32, Sender<()>>,
}

impl Writer {
    pub fn start(&self) {
        for shard in 0..self.shards {
            let (queue, mut writes) = mpsc::channel(8);
            let (stop, mut stopped) = mpsc::channel(1);
            self.queues.insert(shard, queue);
            self.keep_stop(shard, stop);
            tokio::spawn(async move {
                loop {
                    tokio::select! {
                        Some(write) = writes.recv() => println!("{write}"),
                        _ = stopped.recv() => break,
                    }
                }
            });
        }
    }

    fn keep_stop(&self, shard: u32, stop: Sender<()>) {
        self.stops.insert(shard, stop);
    }

    pub async fn write(&self, number: u32) {
        let queue = self.queues.get(&(number % self.shards)).map(|queue| queue.clone());
        if let Some(queue) = queue {
            let _ = queue.send(number).await;
        }
    }
}
