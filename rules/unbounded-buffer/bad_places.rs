// A field, a text, a list behind a lock, and a queue that is only looked at.
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};

struct Event {
    name: String,
}

struct Journal {
    events: mpsc::Receiver<Event>,
    history: Vec<Event>,
}

impl Journal {
    async fn run(mut self) {
        loop {
            tokio::select! {
                event = self.events.recv() => match event {
                    Some(event) => self.history.push(event), //~ unbounded-buffer
                    None => return,
                },
                _ = tokio::time::sleep(Duration::from_secs(60)) => {
                    for event in &self.history {
                        println!("{}", event.name);
                    }
                }
            }
        }
    }
}

async fn log(mut rx: broadcast::Receiver<String>) {
    let mut text = String::new();
    loop {
        match rx.recv().await {
            Ok(line) => {
                text.push_str(&line); //~ unbounded-buffer
                println!("{text}");
            }
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
}

async fn accept(listener: TcpListener) {
    let peers = Arc::new(Mutex::new(Vec::new()));
    loop {
        let Ok((_, peer)) = listener.accept().await else { continue };
        peers.lock().unwrap().push(peer); //~ unbounded-buffer
    }
}

async fn queue(mut rx: mpsc::UnboundedReceiver<Event>) {
    let mut waiting = VecDeque::with_capacity(16);
    while let Some(event) = rx.recv().await {
        waiting.push_back(event); //~ unbounded-buffer
        println!("{}", waiting.iter().filter(|event| event.name.is_empty()).count());
    }
}
