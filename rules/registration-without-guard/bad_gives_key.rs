//! The slab gives the key, and an error goes past the line that gives it back.

use slab::Slab;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::AsyncWriteExt;

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

    pub async fn fetch(&self, url: &str, file: &mut tokio::fs::File) -> anyhow::Result<()> {
        let key = self.transfers().insert(Transfer { url: url.to_owned() }); //~ registration-without-guard
        let bytes = self.http.get(url).send().await?.bytes().await?;
        file.write_all(&bytes).await?;
        self.transfers().remove(key);
        Ok(())
    }
}
