//! `matches!` in a condition drops its guard before the block begins; `if let` would not.

use std::sync::RwLock;

pub struct Table {
    columns: RwLock<Vec<Option<u32>>>,
}

impl Table {
    pub fn first(&self) -> Option<u32> {
        if matches!(self.columns.read().unwrap().first(), Some(Some(_))) {
            self.columns.read().unwrap()[0]
        } else {
            None
        }
    }
}
