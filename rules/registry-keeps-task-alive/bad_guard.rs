//! The session's guard is to cancel the token when its last user is gone, and the map is one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio_util::sync::{CancellationToken, DropGuard};

pub struct Session {
    pub id: u64,
    _alive: DropGuard,
}

#[derive(Default)]
pub struct Uploads {
    sessions: Mutex<HashMap<u64, Arc<Session>>>,
}

impl Uploads {
    pub fn open(self: &Arc<Self>, id: u64) -> Arc<Session> {
        let gone = CancellationToken::new();
        let session = Arc::new(Session { id, _alive: gone.clone().drop_guard() });
        self.sessions.lock().unwrap().insert(id, session.clone()); //~ registry-keeps-task-alive

        let uploads = self.clone();
        drop(tokio::spawn(async move {
            gone.cancelled().await;
            uploads.sessions.lock().unwrap().remove(&id);
        }));
        session
    }
}
