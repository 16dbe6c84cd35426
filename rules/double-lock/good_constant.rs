//! What the caller says rules the second lock out: a constant, `None`, a `return` in front of it, further calls on.

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

    fn choose(&self, mark: Option<u8>) {
        match mark {
            Some(_) => self.shuffle(),
            None => println!("none"),
        }
    }

    pub fn next(&self) {
        let order = self.order.read().unwrap();
        self.start(false);
        self.maybe(false);
        self.mark(None);
        self.choose(None);
        println!("{}", order.len());
    }
}

fn main() {}
