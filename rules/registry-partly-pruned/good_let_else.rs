//! All failures are seen in one place.

use dashmap::DashMap;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::mpsc;

#[derive(Debug, Error)]
pub enum StartError {
    #[error("already running")]
    Running,
    #[error("config: {0}")]
    Config(String),
    #[error("io: {0}")]
    Io(#[from] std::io::Error),
}

pub struct Stream {
    stop: mpsc::Sender<()>,
}

#[derive(Clone, Default)]
pub struct Streams {
    running: Arc<DashMap<String, Stream>>,
}

impl Streams {
    pub async fn start(&self, name: &str, config: &str) -> Result<(), StartError> {
        if self.running.contains_key(name) {
            return Err(StartError::Running);
        }
        let (stop, stopped) = mpsc::channel(1);
        self.running.insert(name.to_string(), Stream { stop });
        let started = self.connect(config, stopped).await;
        if started.is_err() {
            self.running.remove(name);
        }
        started
    }

    async fn connect(&self, config: &str, stopped: mpsc::Receiver<()>) -> Result<(), StartError> {
        let Some(url) = config.strip_prefix("url=") else {
            return Err(StartError::Config(config.to_string()));
        };
        let socket = tokio::net::TcpStream::connect(url).await?;
        drop(tokio::spawn(pump(socket, stopped)));
        Ok(())
    }

    pub async fn stop(&self, name: &str) {
        if let Some((_, stream)) = self.running.remove(name) {
            stream.stop.send(()).await.ok();
        }
    }
}

async fn pump(socket: tokio::net::TcpStream, mut stopped: mpsc::Receiver<()>) {
    let mut buffer = [0; 1024];
    loop {
        tokio::select! {
            _ = stopped.recv() => return,
            ready = socket.readable() => if ready.is_err() || socket.try_read(&mut buffer).is_ok_and(|n| n == 0) { return },
        }
    }
}
