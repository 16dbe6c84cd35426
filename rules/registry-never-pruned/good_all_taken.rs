//! Who goes through all entries by value has taken them out.

use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::mpsc;

pub struct Hub {
    sessions: Mutex<HashMap<u64, mpsc::Sender<String>>>,
}

impl Hub {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.sessions.lock().unwrap().insert(id, tx);
    }

    pub fn finish(&self) {
        let mut sessions = self.sessions.lock().unwrap();
        for (_, tx) in std::mem::take(&mut *sessions) {
            let _ = tx.try_send("the end".to_owned());
        }
    }
}

pub struct Line {
    ports: Option<Mutex<HashMap<u64, mpsc::Sender<String>>>>,
}

impl Line {
    pub fn plug(&self, id: u64, tx: mpsc::Sender<String>) {
        if let Some(ports) = &self.ports {
            ports.lock().unwrap().insert(id, tx);
        }
    }

    pub fn close(self) {
        let Some(ports) = self.ports else { return };
        for (_, tx) in ports.into_inner().unwrap() {
            let _ = tx.try_send("closed".to_owned());
        }
    }
}
