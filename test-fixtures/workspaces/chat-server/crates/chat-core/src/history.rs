//! The last messages of a room, for those who join later.

use crate::protocol::ServerMessage;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::interval;

const KEEP: usize = 200;
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// A room's memory. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Arc<Mutex<VecDeque<(Instant, ServerMessage)>>>,
}

impl History {
    /// An empty history, which forgets what is older than a day.
    pub fn new() -> Self {
        let history = Self::default();
        let expiring = history.clone();
        tokio::spawn(async move { //~ detached-loop
            let mut tick = interval(Duration::from_secs(60));
            loop {
                tick.tick().await;
                expiring.expire();
            }
        });
        history
    }

    /// Adds a message; the oldest one goes when there are too many.
    pub fn push(&self, message: ServerMessage) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() == KEEP {
            entries.pop_front();
        }
        entries.push_back((Instant::now(), message));
    }

    /// The messages, oldest first.
    pub fn recent(&self) -> Vec<ServerMessage> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().map(|(_, message)| message.clone()).collect()
    }

    fn expire(&self) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        while entries.front().is_some_and(|(said, _)| said.elapsed() > MAX_AGE) {
            entries.pop_front();
        }
    }
}
