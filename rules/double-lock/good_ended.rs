//! The number is copied, and the guard ends with its statement.
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
        let height = self.inner.read().unwrap().height;
        height < other && self.height() < other
    }

    pub fn grow(&self) {
        self.inner.write().unwrap().height += 1;
    }
}
