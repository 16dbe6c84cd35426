//! Somebody else takes the entry out, or the task has another way out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

type Peers = Arc<Mutex<HashMap<u64, mpsc::Sender<String>>>>;

#[derive(Clone, Default)]
struct Hub {
    peers: Peers,
}

impl Hub {
    fn join(&self, id: u64) {
        let (tx, mut rx) = mpsc::channel(16);
        self.peers.lock().unwrap().insert(id, tx);
        tokio::spawn(async move {
            while let Some(line) = rx.recv().await {
                println!("{line}");
            }
        });
    }

    fn leave(&self, id: u64) {
        self.peers.lock().unwrap().remove(&id);
    }
}

#[derive(Clone, Default)]
struct Lobby {
    guests: Peers,
    stop: CancellationToken,
}

impl Lobby {
    fn join(&self, id: u64) {
        let (tx, mut rx) = mpsc::channel::<String>(16);
        self.guests.lock().unwrap().insert(id, tx.clone());
        let lobby = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = lobby.stop.cancelled() => break,
                    line = rx.recv() => match line {
                        Some(line) => println!("{line}"),
                        None => break,
                    },
                }
            }
            lobby.guests.lock().unwrap().remove(&id);
        });
    }

    fn close(&self) {
        self.stop.cancel();
    }
}
