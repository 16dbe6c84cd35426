use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ViewId(u32);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeerId(u32);

#[derive(Default)]
pub struct Document {
    selections: HashMap<ViewId, Vec<u32>>,
    hints: HashMap<ViewId, String>,
    positions: HashMap<ViewId, u32>,
}

impl Document {
    pub fn open(&mut self, view: ViewId) {
        self.selections.insert(view, Vec::new());
        self.hints.insert(view, String::new());
        self.positions.insert(view, 0);
    }

    pub fn close(&mut self, view: ViewId) {
        self.selections.remove(&view);
        self.hints.remove(&view);
        self.forget(view);
    }

    fn forget(&mut self, view: ViewId) {
        self.positions.retain(|other, _| *other != view);
    }
}

/// What is remembered of a peer says that it has gone.
#[derive(Default)]
pub struct Peers {
    streams: HashMap<PeerId, u32>,
    requests: HashMap<PeerId, u32>,
    last_seen: HashMap<PeerId, u64>,
}

impl Peers {
    pub fn join(&mut self, peer: PeerId) {
        self.streams.insert(peer, 1);
        self.requests.insert(peer, 0);
    }

    pub fn leave(&mut self, peer: PeerId, now: u64) {
        self.streams.remove(&peer);
        self.requests.remove(&peer);
        self.last_seen.insert(peer, now);
    }
}

/// Filled once, when it is made.
pub struct Names {
    one: HashMap<PeerId, String>,
    two: HashMap<PeerId, String>,
    fixed: HashMap<PeerId, String>,
}

impl Names {
    pub fn new(peers: &[PeerId]) -> Self {
        let mut names = Self { one: HashMap::new(), two: HashMap::new(), fixed: HashMap::new() };
        for peer in peers {
            names.fixed.insert(*peer, String::new());
        }
        names
    }

    pub fn put(&mut self, peer: PeerId) -> Option<&String> {
        self.one.insert(peer, String::new());
        self.two.insert(peer, String::new());
        self.fixed.get(&peer)
    }

    pub fn drop_peer(&mut self, peer: PeerId) {
        self.one.remove(&peer);
        self.two.remove(&peer);
    }
}
