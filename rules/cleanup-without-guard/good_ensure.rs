//! `ensure!` behind the end of the work.

use std::sync::atomic::{AtomicBool, Ordering};

pub struct Importer {
    busy: AtomicBool,
}

impl Importer {
    pub async fn run(&self, path: &str) -> anyhow::Result<()> {
        self.busy.store(true, Ordering::SeqCst);
        let rows = tokio::fs::read(path).await.unwrap_or_default();
        self.busy.store(false, Ordering::SeqCst);
        anyhow::ensure!(!rows.is_empty(), "{path} is empty");
        Ok(())
    }
}
