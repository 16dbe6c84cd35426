//! The actor stops with its last reference, and its own end is what takes that one out of the map.

use kameo::error::Infallible;
use kameo::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Library {
    open: Mutex<HashMap<u64, ActorRef<Document>>>,
}

impl Library {
    pub fn open(self: &Arc<Self>, id: u64) -> ActorRef<Document> {
        let mut open = self.open.lock().unwrap();
        if let Some(document) = open.get(&id) {
            return document.clone();
        }
        let document = Document::spawn(Document { id, library: self.clone() });
        open.insert(id, document.clone()); //~ registry-keeps-task-alive
        document
    }

    fn close(&self, id: u64) {
        self.open.lock().unwrap().remove(&id);
    }
}

pub struct Document {
    id: u64,
    library: Arc<Library>,
}

impl Actor for Document {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(document: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(document)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, _: ActorStopReason) -> Result<(), Infallible> {
        self.library.close(self.id);
        Ok(())
    }
}
