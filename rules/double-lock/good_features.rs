//! Two features that are not meant to be there together: one of these guards is in a program.
use std::collections::HashMap;
use tokio::sync::RwLock;

pub struct Resolver {
    by_name: RwLock<HashMap<String, u64>>,
}

impl Resolver {
    pub fn resolve(&self, name: &str) -> Option<u64> {
        #[cfg(any(feature = "runtime-a", feature = "runtime-b"))]
        let by_name = self.by_name.blocking_read();
        #[cfg(feature = "runtime-tokio")]
        let by_name = futures_executor::block_on(async { self.by_name.read().await });

        by_name.get(name).copied()
    }

    pub async fn set(&self, name: String, to: u64) {
        self.by_name.write().await.insert(name, to);
    }
}
