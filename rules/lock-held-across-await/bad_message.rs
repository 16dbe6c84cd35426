//! What is sent was read under the lock, and could have been copied out.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

pub struct Hub {
    rooms: Mutex<HashMap<u32, u32>>,
    out: mpsc::Sender<u32>,
}

impl Hub {
    pub async fn one(&self) {
        if let Some(room) = self.rooms.lock().await.get(&1) { //~ lock-held-across-await
            self.out.send(*room).await.ok();
        }
    }

    pub async fn all(&self) {
        for room in self.rooms.lock().await.values() { //~ lock-held-across-await
            self.out.send(*room).await.ok();
        }
    }

    pub async fn count(&self) {
        let rooms = self.rooms.lock().await; //~ lock-held-across-await
        let count = rooms.len() as u32;
        timeout(Duration::from_secs(9), self.out.send(count)).await.ok();
    }

    pub async fn room_first(&self) {
        let mut rooms = self.rooms.lock().await; //~ lock-held-across-await
        rooms.clear();
        let place = self.out.reserve().await.unwrap();
        place.send(0);
    }
}
