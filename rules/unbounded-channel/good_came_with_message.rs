//! The sender came with the message: each subscriber has a channel of its own, and gets what is buffered, once.
use tokio::sync::mpsc;

pub struct Subscriber {
    start: usize,
    initial: mpsc::UnboundedSender<u64>,
}

pub async fn serve(mut subscribers: mpsc::Receiver<Subscriber>, mut data: mpsc::Receiver<u64>) {
    let mut buffer = std::collections::VecDeque::with_capacity(64);
    loop {
        tokio::select! {
            subscriber = subscribers.recv() => match subscriber {
                Some(subscriber) => {
                    for event in buffer.iter().skip(subscriber.start) {
                        let _ = subscriber.initial.send(*event);
                    }
                }
                None => break,
            },
            event = data.recv() => match event {
                Some(event) => {
                    if buffer.len() == 64 {
                        buffer.pop_front();
                    }
                    buffer.push_back(event);
                }
                None => break,
            }
        }
    }
}

pub async fn subscribe(subscribers: &mpsc::Sender<Subscriber>, start: usize) -> mpsc::UnboundedReceiver<u64> {
    let (initial, rx) = mpsc::unbounded_channel();
    let _ = subscribers.send(Subscriber { start, initial }).await;
    rx
}
