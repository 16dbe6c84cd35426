use tokio::sync::mpsc::{Receiver, channel};

/// A pipe: each stage takes from the one before and makes the channel to the next.
pub struct Pipe {
    inner: Receiver<u64>,
}

pub struct Chunks {
    inner: Receiver<Vec<u64>>,
}

impl Pipe {
    pub fn chunks(mut self, size: usize) -> Chunks {
        let (tx, inner) = channel(8);
        std::thread::spawn(move || {
            let mut all = Vec::new();
            while let Some(n) = self.inner.blocking_recv() {
                all.push(n);
                if all.len() == size && tx.blocking_send(std::mem::take(&mut all)).is_err() {
                    return;
                }
            }
        });
        Chunks { inner }
    }
}

impl Chunks {
    pub fn sums(mut self) -> Pipe {
        let (tx, inner) = channel(8);
        std::thread::spawn(move || {
            while let Some(all) = self.inner.blocking_recv() {
                if tx.blocking_send(all.iter().sum()).is_err() {
                    return;
                }
            }
        });
        Pipe { inner }
    }
}

pub fn run(numbers: Receiver<u64>) -> Pipe {
    Pipe { inner: numbers }.chunks(4).sums().chunks(2).sums()
}
