//! The other half of the function takes nothing out.
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{mpsc, Mutex};

struct Part {
    key: u64,
    bytes: Vec<u8>,
}

pub async fn read(rx: mpsc::Receiver<u64>, mut go: mpsc::Receiver<()>) {
    let rx = Arc::new(Mutex::new(rx));
    let queue = Arc::new(Mutex::new(VecDeque::<Part>::new()));
    for _ in 0..4 {
        let rx = rx.clone();
        let queue = queue.clone();
        tokio::spawn(async move {
            loop {
                let Some(key) = ({ rx.lock().await.recv().await }) else { return };
                queue.lock().await.push_back(Part { key, bytes: vec![0; 16] }); //~ unbounded-buffer
            }
        });
    }
    while go.recv().await.is_some() {
        let mut total = 0;
        while total < 100 {
            total += 1;
        }
    }
}
