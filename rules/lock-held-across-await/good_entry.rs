use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use std::sync::Arc;

pub struct Buckets {
    open: Arc<DashMap<u32, Arc<String>>>,
}

impl Buckets {
    pub async fn get(&self, id: u32) -> Arc<String> {
        let found = match self.open.entry(id) {
            Entry::Occupied(entry) => entry.get().clone(),
            Entry::Vacant(entry) => {
                let bucket = Arc::new(id.to_string());
                entry.insert(bucket.clone());
                bucket
            }
        };
        check(&found).await;
        found
    }

    pub async fn close(&self, id: u32) {
        if let Entry::Occupied(entry) = self.open.entry(id) {
            // The entry is used up, and the lock with it.
            let (_, bucket) = entry.remove_entry();
            check(&bucket).await;
        }
    }
}

async fn check(_bucket: &str) {
    tokio::task::yield_now().await;
}
