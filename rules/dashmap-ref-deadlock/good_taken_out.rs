//! A reference that a pattern takes out of its variable ends with the branch.
use dashmap::DashMap;

pub struct Seen {
    digests: DashMap<u32, u64>,
}

impl Seen {
    pub fn is_known(&self, peer: u32, digest: u64) -> bool {
        let before = self.digests.get(&peer);
        if let Some(before) = before {
            if *before == digest {
                return true;
            }
        }
        self.digests.insert(peer, digest);
        false
    }

    pub fn count(&self, peer: u32) -> u64 {
        let entry = self.digests.get(&peer);
        match entry {
            Some(entry) => *entry,
            None => {
                self.digests.insert(peer, 1);
                1
            }
        }
    }
}
