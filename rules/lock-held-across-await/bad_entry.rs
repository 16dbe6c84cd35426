use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use std::sync::Arc;

pub struct Buckets {
    open: Arc<DashMap<u32, Arc<String>>>,
}

impl Buckets {
    // The entry keeps its part of the map locked, found or not.
    pub async fn get(&self, id: u32) -> Result<Arc<String>, ()> {
        match self.open.entry(id) { //~ lock-held-across-await
            Entry::Occupied(entry) => Ok(entry.get().clone()),
            Entry::Vacant(entry) => {
                let bucket = Arc::new(connect(id).await?);
                entry.insert(bucket.clone());
                Ok(bucket)
            }
        }
    }

    // It is there until the call is made.
    pub async fn put(&self, id: u32) -> Result<(), ()> {
        if let Entry::Vacant(entry) = self.open.entry(id) { //~ lock-held-across-await
            entry.insert(Arc::new(connect(id).await?));
        }
        Ok(())
    }

    // `get_mut` of the map, not of the `Arc` around it.
    pub async fn rename(&self, id: u32) -> Result<(), ()> {
        match self.open.get_mut(&id) { //~ lock-held-across-await
            None => Ok(()),
            Some(mut name) => {
                *name.value_mut() = Arc::new(connect(id).await?);
                Ok(())
            }
        }
    }
}

async fn connect(id: u32) -> Result<String, ()> {
    tokio::task::yield_now().await;
    Ok(id.to_string())
}
