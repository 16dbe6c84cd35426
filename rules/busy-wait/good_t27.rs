//! `try_iter` does not wait, so that the loop around it uses a whole core while nothing comes; it is right to wait for
//! the first message.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

pub struct Hit {
    pub page: String,
}

pub fn count(hits: Receiver<Hit>) {
    let mut pages: BTreeMap<String, u64> = BTreeMap::new();
    loop {
        let Ok(first) = hits.recv() else { break };
        *pages.entry(first.page).or_default() += 1;
        for hit in hits.try_iter() {
            *pages.entry(hit.page).or_default() += 1;
        }
    }
}
