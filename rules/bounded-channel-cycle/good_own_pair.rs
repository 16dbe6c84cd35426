//! An own type around both ends, whose user takes the answer to each request before it sends the next.

use tokio::sync::mpsc;

pub struct Pair<S, R> {
    sender: mpsc::Sender<S>,
    receiver: mpsc::Receiver<R>,
}

pub fn pair<A: Send, B: Send>(size: usize) -> (Pair<A, B>, Pair<B, A>) {
    let (to_back, at_back) = mpsc::channel::<A>(size);
    let (to_front, at_front) = mpsc::channel::<B>(size);
    (Pair { sender: to_back, receiver: at_front }, Pair { sender: to_front, receiver: at_back })
}

impl<S: Send, R: Send> Pair<S, R> {
    pub async fn send(&self, item: S) -> bool {
        self.sender.send(item).await.is_ok()
    }

    pub fn try_send(&self, item: S) -> bool {
        self.sender.try_send(item).is_ok()
    }

    pub async fn recv(&mut self) -> Option<R> {
        self.receiver.recv().await
    }
}

pub struct Writer {
    pair: Pair<Vec<u8>, Vec<u8>>,
    flusher: tokio::task::JoinHandle<()>,
}

impl Writer {
    pub fn new() -> Self {
        let (front, back) = pair(1);
        back.try_send(Vec::new());
        let flusher = tokio::spawn(flush_all(back));
        Self { pair: front, flusher }
    }

    async fn send(&mut self, buffer: Vec<u8>) -> bool {
        self.pair.send(buffer).await
    }

    async fn flush(&mut self, buffer: Vec<u8>) -> Option<Vec<u8>> {
        self.send(buffer).await;
        let Some(empty) = self.pair.recv().await else { return None };
        Some(empty)
    }

    pub async fn write(&mut self, mut left: usize) {
        while left > 0 {
            if self.flush(vec![0; 512]).await.is_none() {
                return;
            }
            left -= 1;
        }
    }

    pub async fn stop(self) {
        drop(self.pair);
        self.flusher.await.unwrap();
    }
}

async fn flush_all(mut pair: Pair<Vec<u8>, Vec<u8>>) {
    while let Some(buffer) = pair.recv().await {
        if !pair.send(buffer).await {
            break;
        }
    }
}

fn main() {}
