//! It is copied out; the sender is what the lock protects; the lock is taken when there is room.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

pub struct Hub {
    rooms: Mutex<HashMap<u32, u32>>,
    out: mpsc::Sender<u32>,
    outs: Mutex<HashMap<u32, mpsc::Sender<u32>>>,
}

impl Hub {
    pub async fn one(&self) {
        let room = self.rooms.lock().await.get(&1).copied();
        if let Some(room) = room {
            self.out.send(room).await.ok();
        }
    }

    pub async fn all(&self) {
        let rooms: Vec<u32> = self.rooms.lock().await.values().copied().collect();
        for room in rooms {
            self.out.send(room).await.ok();
        }
    }

    pub async fn tell(&self, value: u32) {
        for out in self.outs.lock().await.values() {
            out.send(value).await.ok();
        }
    }

    pub async fn count(&self) {
        let count = self.rooms.lock().await.len() as u32;
        timeout(Duration::from_secs(9), self.out.send(count)).await.ok();
    }

    pub async fn room_first(&self) {
        let place = self.out.reserve().await.unwrap();
        let mut rooms = self.rooms.lock().await;
        place.send(rooms.len() as u32);
        rooms.clear();
    }

    // Each round needs the lock.
    pub async fn in_order(&self) {
        let rooms = self.rooms.lock().await;
        for room in rooms.values() {
            self.out.send(*room).await.ok();
        }
    }
}
