//! Who is online, on how many connections.

use crate::protocol::UserName;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::time::sleep;
use tracing::info;

/// Users and their connections.
#[derive(Debug, Default)]
pub struct Presence {
    online: Mutex<BTreeMap<UserName, usize>>,
}

/// One connection of a user; it is counted until this is dropped.
#[derive(Debug)]
pub struct PresenceGuard {
    presence: Arc<Presence>,
    user: UserName,
}

impl Presence {
    /// Nobody is online. A line in the log says every minute how many are.
    pub fn start() -> Arc<Self> {
        let presence = Arc::new(Self::default());
        tokio::spawn(log_every_minute(Arc::downgrade(&presence)));
        presence
    }

    /// Counts a connection of `user` as long as the guard lives.
    pub fn enter(self: &Arc<Self>, user: UserName) -> PresenceGuard {
        let mut online = self.online.lock().unwrap_or_else(PoisonError::into_inner);
        *online.entry(user.clone()).or_default() += 1;
        PresenceGuard { presence: Arc::clone(self), user }
    }

    /// Whether `user` has a connection.
    pub fn is_online(&self, user: &UserName) -> bool {
        self.online.lock().unwrap_or_else(PoisonError::into_inner).contains_key(user)
    }

    fn count(&self) -> usize {
        self.online.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for PresenceGuard {
    fn drop(&mut self) {
        let mut online = self.presence.online.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = online.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                online.remove(&self.user);
            }
        }
    }
}

/// Ends when the presence it reports on is gone.
async fn log_every_minute(presence: Weak<Presence>) {
    while let Some(presence) = presence.upgrade() {
        info!(online = presence.count(), "presence");
        drop(presence);
        sleep(Duration::from_secs(60)).await;
    }
}
