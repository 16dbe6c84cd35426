//! The outcome is looked at when the key is given back; another key is another entry.

use slab::Slab;
use std::sync::{Arc, Mutex, MutexGuard};

pub struct Transfer {
    pub url: String,
}

#[derive(Clone)]
pub struct Mirror {
    http: reqwest::Client,
    transfers: Arc<Mutex<Slab<Transfer>>>,
}

impl Mirror {
    fn transfers(&self) -> MutexGuard<'_, Slab<Transfer>> {
        self.transfers.lock().expect("nobody panics while it is locked")
    }

    pub async fn fetch(&self, url: &str) -> anyhow::Result<usize> {
        let key = self.transfers().insert(Transfer { url: url.to_owned() });
        let answer = self.http.get(url).send().await;
        self.transfers().remove(key);
        Ok(answer?.bytes().await?.len())
    }

    pub async fn replace(&self, old: usize, url: &str) -> anyhow::Result<usize> {
        let key = self.transfers().insert(Transfer { url: url.to_owned() });
        self.http.head(url).send().await?;
        self.transfers().remove(old);
        Ok(key)
    }
}
