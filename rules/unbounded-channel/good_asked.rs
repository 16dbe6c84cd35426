//! One answer for each question that brought its sender along: whoever asks knows how many that are.
use std::collections::HashMap;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub enum Event {
    Data(Vec<u8>),
    Ask { reply: mpsc::UnboundedSender<usize> },
}

#[derive(Default)]
pub struct Hub {
    streams: HashMap<u32, mpsc::Sender<Event>>,
}

impl Hub {
    pub fn publish(&mut self, id: u32, mut socket: TcpStream) {
        let (events, mut inbox) = mpsc::channel(8);
        let data = events.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 100];
            while let Ok(length) = socket.read(&mut buffer).await {
                if length == 0 || data.send(Event::Data(buffer[..length].to_vec())).await.is_err() {
                    break;
                }
            }
        });
        tokio::spawn(async move {
            let mut total = 0;
            while let Some(event) = inbox.recv().await {
                match event {
                    Event::Data(bytes) => total += bytes.len(),
                    Event::Ask { reply } => {
                        let _ = reply.send(total);
                    }
                }
            }
        });
        self.streams.insert(id, events);
    }

    pub fn forget(&mut self, id: u32) {
        self.streams.remove(&id);
    }

    pub async fn totals(&self) -> Vec<usize> {
        let (reply, mut replies) = mpsc::unbounded_channel();
        for stream in self.streams.values() {
            let _ = stream.send(Event::Ask { reply: reply.clone() }).await;
        }
        let mut found = Vec::new();
        while found.len() < self.streams.len() {
            match replies.recv().await {
                Some(total) => found.push(total),
                None => break,
            }
        }
        found
    }
}
