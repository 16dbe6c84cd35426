//! A user is taken out of a set that is the value of another map: that is none of the map that is forgotten.

use dashmap::DashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId(u64);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoomId(u64);

#[derive(Default)]
pub struct Rooms {
    room_of: DashMap<UserId, RoomId>,
    outboxes: DashMap<UserId, mpsc::Sender<Vec<u8>>>,
    last_voice: DashMap<UserId, Instant>, //~ registry-partly-pruned
    members: DashMap<RoomId, HashSet<UserId>>,
}

impl Rooms {
    pub fn join(&self, user: UserId, room: RoomId, outbox: mpsc::Sender<Vec<u8>>) {
        self.room_of.insert(user, room);
        self.outboxes.insert(user, outbox);
        self.members.entry(room).or_default().insert(user);
    }

    pub fn speaks(&self, user: UserId) {
        self.last_voice.insert(user, Instant::now());
    }

    pub fn leave(&self, user: UserId) {
        let Some((_, room)) = self.room_of.remove(&user) else { return };
        self.outboxes.remove(&user);
        if let Some(mut members) = self.members.get_mut(&room) {
            members.remove(&user);
        }
    }
}

pub fn shared() -> Arc<Rooms> {
    Arc::default()
}
