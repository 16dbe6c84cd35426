use dashmap::DashMap;
use std::sync::Arc;

pub struct Sessions {
    open: Arc<DashMap<u32, String>>,
}

impl Sessions {
    pub fn sweep(&self) {
        for entry in self.open.iter() {
            if entry.value().is_empty() {
                self.close(*entry.key()); //~ dashmap-ref-deadlock
            }
        }
    }

    fn close(&self, id: u32) {
        self.open.remove(&id);
    }

    pub fn double(&self) {
        self.open.iter().for_each(|entry| {
            self.open.insert(entry.key() + 1000, entry.value().clone()); //~ dashmap-ref-deadlock
        });
    }

    pub fn open(&self, id: u32) -> usize {
        let mut session = self.open.entry(id).or_default();
        session.push('!');
        let open = &self.open;
        open.len() //~ dashmap-ref-deadlock
    }
}
