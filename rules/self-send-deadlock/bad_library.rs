//! Users of the library run it: both ends of the one channel lie in its fields all the same.
use std::collections::HashSet;
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub struct Crawler {
    seen: HashSet<String>,
    found: Sender<String>,
    urls: Receiver<String>,
}

impl Crawler {
    pub fn new() -> Self {
        let (found, urls) = channel(100);
        Self { seen: HashSet::new(), found, urls }
    }

    pub async fn run(&mut self, limit: usize) -> Option<()> {
        while let Some(url) = self.urls.recv().await {
            for link in links(&url).await {
                if self.seen.len() < limit && self.seen.insert(link.clone()) {
                    self.found.send(link).await.ok()?; //~ self-send-deadlock
                }
            }
        }
        Some(())
    }
}

async fn links(url: &str) -> Vec<String> {
    let page = tokio::fs::read_to_string(url).await.unwrap_or_default();
    page.lines().map(str::to_owned).collect()
}
