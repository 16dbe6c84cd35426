//! The map has a weak pointer, or the token is cancelled by somebody else, too.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use tokio_util::sync::{CancellationToken, DropGuard};

pub struct Session {
    pub id: u64,
    _alive: DropGuard,
}

#[derive(Default)]
pub struct Uploads {
    sessions: Mutex<HashMap<u64, Weak<Session>>>,
    kept: Mutex<HashMap<u64, Arc<Session>>>,
    tokens: Mutex<Vec<CancellationToken>>,
}

impl Uploads {
    pub fn open(self: &Arc<Self>, id: u64) -> Arc<Session> {
        let gone = CancellationToken::new();
        let session = Arc::new(Session { id, _alive: gone.clone().drop_guard() });
        self.sessions.lock().unwrap().insert(id, Arc::downgrade(&session));

        let uploads = self.clone();
        drop(tokio::spawn(async move {
            gone.cancelled().await;
            uploads.sessions.lock().unwrap().remove(&id);
        }));
        session
    }

    pub fn keep(self: &Arc<Self>, id: u64) -> Arc<Session> {
        let gone = CancellationToken::new();
        let session = Arc::new(Session { id, _alive: gone.clone().drop_guard() });
        self.kept.lock().unwrap().insert(id, session.clone());
        self.tokens.lock().unwrap().push(gone.clone());

        let uploads = self.clone();
        drop(tokio::spawn(async move {
            gone.cancelled().await;
            uploads.kept.lock().unwrap().remove(&id);
        }));
        session
    }

    pub fn close_all(&self) {
        self.tokens.lock().unwrap().drain(..).for_each(|token| token.cancel());
    }
}
