//! The set belongs to the type, and others use it meanwhile.
use dashmap::DashSet;
use std::path::PathBuf;

pub struct Mover {
    moved: DashSet<PathBuf>,
}

impl Mover {
    pub fn note(&self, path: PathBuf) {
        self.moved.insert(path);
    }

    pub async fn undo(&self) {
        for path in self.moved.iter() { //~ lock-held-across-await
            let _ = tokio::fs::remove_file(path.key()).await;
        }
    }
}
