//! The entry has the loop's only sender: who takes it out ends the loop.

use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};

type Subscribers = Arc<Mutex<HashMap<String, Vec<mpsc::Sender<String>>>>>;

pub struct News {
    subscribers: Subscribers,
}

impl News {
    pub async fn publish(&self, text: &str) {
        for subscribers in self.subscribers.lock().await.values() {
            for subscriber in subscribers {
                let _ = subscriber.try_send(text.to_owned());
            }
        }
    }

    pub async fn subscribe(&self, topic: &str, mut print: impl FnMut(String)) {
        let (tx, mut rx) = mpsc::channel(16);
        {
            let mut subscribers = self.subscribers.lock().await;
            subscribers.entry(topic.to_owned()).or_insert_with(Vec::new).push(tx);
        }
        while let Some(text) = rx.recv().await {
            print(text);
        }
    }
}
