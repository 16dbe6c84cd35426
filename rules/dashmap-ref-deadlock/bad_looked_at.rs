//! A pattern that only looks leaves the reference in its variable.
use dashmap::DashMap;

pub struct Seen {
    digests: DashMap<u32, u64>,
}

impl Seen {
    pub fn is_known(&self, peer: u32, digest: u64) -> bool {
        let before = self.digests.get(&peer);
        if let Some(ref before) = before {
            if **before == digest {
                return true;
            }
        }
        self.digests.insert(peer, digest); //~ dashmap-ref-deadlock
        before.is_some()
    }
}
