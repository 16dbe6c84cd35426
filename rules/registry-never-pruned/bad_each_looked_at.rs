//! Who goes through all entries by reference takes none out.

use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::mpsc;

pub struct Hub {
    sessions: Mutex<HashMap<u64, mpsc::Sender<String>>>, //~ registry-never-pruned
}

impl Hub {
    pub fn join(&self, id: u64, tx: mpsc::Sender<String>) {
        self.sessions.lock().unwrap().insert(id, tx);
    }

    pub fn say(&self, text: &str) {
        let sessions = self.sessions.lock().unwrap();
        for (_, tx) in &*sessions {
            let _ = tx.try_send(text.to_owned());
        }
        count(&sessions);
    }
}

fn count(sessions: &HashMap<u64, mpsc::Sender<String>>) {
    let mut open = 0;
    for (_, tx) in sessions {
        open += usize::from(!tx.is_closed());
    }
    println!("{open}");
}
