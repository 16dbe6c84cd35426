// Stages of the same type, each with the sender of the next one.
use tokio::sync::mpsc::{self, Receiver, Sender};

struct Stage {
    input: Receiver<u32>,
    output: Sender<u32>,
}

impl Stage {
    fn new(input: Receiver<u32>, output: Sender<u32>) -> Self {
        Self { input, output }
    }

    async fn run(mut self) {
        while let Some(n) = self.input.recv().await {
            if self.output.send(n + 1).await.is_err() {
                return;
            }
        }
    }
}

pub fn pipeline(length: usize, last: Sender<u32>) -> Sender<u32> {
    let mut next = last;
    for _ in 0..length {
        let (tx, rx) = mpsc::channel(4);
        tokio::spawn(Stage::new(rx, next).run());
        next = tx;
    }
    next
}

pub fn two() -> (Sender<u32>, Receiver<u32>) {
    let (first_tx, first_rx) = mpsc::channel(4);
    let (second_tx, second_rx) = mpsc::channel(4);
    let (last_tx, last_rx) = mpsc::channel(4);
    tokio::spawn(Stage::new(first_rx, second_tx).run());
    tokio::spawn(Stage { input: second_rx, output: last_tx }.run());
    (first_tx, last_rx)
}

// Each answers into the sender that came along.
pub fn echo() -> Sender<(u32, Sender<u32>)> {
    let (tx, mut rx) = mpsc::channel::<(u32, Sender<u32>)>(4);
    tokio::spawn(async move {
        while let Some((n, reply)) = rx.recv().await {
            let _ = reply.send(n).await;
        }
    });
    tx
}
