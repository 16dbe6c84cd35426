use dashmap::DashMap;
use tokio::sync::{Mutex, mpsc};

pub struct Hub {
    rooms: DashMap<u32, Vec<u32>>,
    inbox: Mutex<mpsc::Receiver<u32>>,
    turn: Mutex<()>,
    last: Mutex<u32>,
    out: mpsc::Sender<u32>,
}

impl Hub {
    // What is waited for is what the lock protects.
    pub async fn next(&self) -> Option<u32> {
        let mut inbox = self.inbox.lock().await;
        inbox.recv().await
    }

    pub async fn next_short(&self) -> Option<u32> {
        self.inbox.lock().await.recv().await
    }

    // One after the other: that is the purpose.
    pub async fn in_turn(&self, value: u32) {
        let _turn = self.turn.lock().await;
        let _ = self.out.send(value).await;
    }

    // The guard is needed again.
    pub async fn publish(&self, value: u32) {
        let mut last = self.last.lock().await;
        if self.out.send(value).await.is_ok() {
            *last = value;
        }
    }

    pub async fn leave(&self, id: u32) {
        let members = {
            let Some(room) = self.rooms.get(&id) else { return };
            room.value().clone()
        };
        for member in members {
            let _ = self.out.send(member).await;
        }
        let last = *self.last.lock().await;
        let _ = self.out.send(last).await;
    }
}
