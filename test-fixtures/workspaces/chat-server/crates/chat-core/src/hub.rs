//! All rooms.

use crate::protocol::RoomName;
use crate::room::Room;
use std::collections::HashMap;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tracing::warn;

/// Opens rooms on demand, and waits for their tasks at the end.
#[derive(Debug, Default)]
pub struct Hub {
    rooms: Mutex<HashMap<RoomName, (Room, JoinHandle<()>)>>,
}

impl Hub {
    /// A hub without rooms.
    pub fn new() -> Self {
        Self::default()
    }

    /// The room of that name; it is opened when nobody has been there before.
    pub async fn room(&self, name: RoomName) -> Room {
        let mut rooms = self.rooms.lock().await;
        let (room, _) = rooms.entry(name.clone()).or_insert_with(|| Room::open(name));
        room.clone()
    }

    /// The names of all rooms.
    pub async fn names(&self) -> Vec<RoomName> {
        let mut names: Vec<_> = self.rooms.lock().await.keys().cloned().collect();
        names.sort();
        names
    }

    /// Closes all rooms and waits until they are done.
    pub async fn close(&self) {
        let rooms = std::mem::take(&mut *self.rooms.lock().await);
        for (name, (room, task)) in rooms {
            drop(room);
            if let Err(error) = task.await {
                warn!(room = %name, %error, "room failed");
            }
        }
    }
}
