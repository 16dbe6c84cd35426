// A channel with room for the one message that each sender sends.
use std::thread;
use tokio::runtime::Handle;

pub enum Made {
    Ready(u32),
    Failed,
}

#[derive(Clone)]
pub struct Makers {
    runtime: Handle,
}

impl Makers {
    pub fn ask(&self, number: u32) -> flume::Receiver<Made> {
        let (tx, rx) = flume::bounded(1);
        let makers = self.clone();
        self.runtime.spawn(async move {
            makers.answer(number, tx);
        });
        rx
    }

    fn answer(&self, number: u32, answer: flume::Sender<Made>) {
        match number {
            0 => drop(answer.send(Made::Failed)),
            number => {
                thread::spawn(move || {
                    let _ = answer.send(Made::Ready(number));
                });
            }
        }
    }
}

/// Nobody has room, and somebody waits: the answer is taken at once.
pub fn run<T: Send + 'static>(runtime: &Handle, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let (tx, rx) = std::sync::mpsc::sync_channel(0);
    runtime.spawn(async move {
        let made = work.await;
        let _ = tx.send(made);
    });
    rx.recv().ok()
}
