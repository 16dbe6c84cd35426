//! The same calls, told the contrary, or what is not known.

use std::sync::{Mutex, RwLock};

pub struct Playlist {
    order: RwLock<Vec<u8>>,
    marks: Mutex<Vec<u8>>,
}

impl Playlist {
    fn shuffle(&self) {
        self.order.write().unwrap().push(1);
    }

    fn play(&self, again: bool) {
        if again && self.marks.lock().unwrap().is_empty() {
            self.shuffle();
        }
    }

    fn start(&self, again: bool) {
        self.play(again);
    }

    fn maybe(&self, again: bool) {
        if !again {
            return;
        }
        self.shuffle();
    }

    fn mark(&self, mark: Option<u8>) {
        if let Some(mark) = mark {
            self.shuffle();
            println!("{mark}");
        }
    }

    pub fn next(&self) {
        let order = self.order.read().unwrap();
        self.start(true); //~ double-lock
        println!("{}", order.len());
    }

    pub fn previous(&self, again: bool) {
        let order = self.order.read().unwrap();
        self.maybe(again); //~ double-lock
        println!("{}", order.len());
    }

    pub fn last(&self) {
        let order = self.order.read().unwrap();
        self.mark(order.first().copied()); //~ double-lock
        println!("{}", order.len());
    }
}

fn main() {}
