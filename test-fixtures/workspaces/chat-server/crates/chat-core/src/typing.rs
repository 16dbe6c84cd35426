//! "… is typing": one note per user, forgotten after a moment.

use crate::protocol::{ServerMessage, UserName};
use crate::room::Event;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::broadcast;

const FORGET_AFTER: Duration = Duration::from_secs(5);

/// Who is typing. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Typing {
    since: Arc<Mutex<HashMap<UserName, Instant>>>,
}

impl Typing {
    /// Notes that `user` is typing.
    pub fn note(&self, user: UserName) {
        self.lock().insert(user, Instant::now());
    }

    /// Who is typing now.
    pub fn now(&self) -> Vec<UserName> {
        let mut since = self.lock();
        since.retain(|_, at| at.elapsed() < FORGET_AFTER);
        since.keys().cloned().collect()
    }

    fn stop(&self, user: &UserName) {
        self.lock().remove(user);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<UserName, Instant>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets who was typing as soon as they have said it.
pub async fn follow_typing(mut events: broadcast::Receiver<Event>, typing: Typing) {
    loop { //~ recv-error-spin
        let event = match events.recv().await {
            Ok(event) => event,
            Err(_) => continue,
        };
        match event {
            ServerMessage::Said { from, .. } | ServerMessage::Left(from) => typing.stop(&from),
            _ => {}
        }
    }
}
