//! A reference into the temporary guard keeps it to the end of the block.
use std::sync::RwLock;

pub struct Inner {
    height: u32,
}

pub struct State {
    inner: RwLock<Inner>,
}

impl State {
    fn height(&self) -> u32 {
        self.inner.read().unwrap().height
    }

    pub fn behind(&self, other: u32) -> bool {
        let height = &self.inner.read().unwrap().height;
        *height < other && self.height() < other //~ double-lock
    }

    pub fn grow(&self) {
        self.inner.write().unwrap().height += 1;
    }
}
