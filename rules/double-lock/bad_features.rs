//! Both guards are in each program.
use std::collections::HashMap;
use tokio::sync::RwLock;

pub struct Resolver {
    by_name: RwLock<HashMap<String, u64>>,
}

impl Resolver {
    pub fn resolve(&self, name: &str) -> Option<u64> {
        let first = self.by_name.blocking_read();
        let by_name = futures_executor::block_on(async { self.by_name.read().await }); //~ double-lock

        first.get(name).or(by_name.get(name)).copied()
    }

    pub async fn set(&self, name: String, to: u64) {
        self.by_name.write().await.insert(name, to);
    }
}
