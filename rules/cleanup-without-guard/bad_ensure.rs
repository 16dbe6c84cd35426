//! `ensure!` leaves as `return Err(…)` does.

use std::sync::atomic::{AtomicBool, Ordering};

pub struct Importer {
    busy: AtomicBool,
}

impl Importer {
    pub async fn run(&self, path: &str) -> anyhow::Result<()> {
        self.busy.store(true, Ordering::SeqCst); //~ cleanup-without-guard
        let rows = tokio::fs::read(path).await.unwrap_or_default();
        anyhow::ensure!(!rows.is_empty(), "{path} is empty");
        self.busy.store(false, Ordering::SeqCst);
        Ok(())
    }
}
