//! A key moves from `warmed` to `failed`, for good: the second set is the memory of it.
use std::collections::HashSet;
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    batch: usize,
}
pub struct Entry {
    key: Key,
}
#[derive(Default)]
pub struct Graphs {
    entries: Vec<Entry>,
    warmed: HashSet<Key>,
    failed: HashSet<Key>,
}
impl Graphs {
    pub fn run(&mut self, key: Key) -> Result<bool, String> {
        if self.failed.contains(&key) {
            return Ok(false);
        }
        if self.warmed.insert(key) {
            return Ok(true);
        }
        let entry = match capture(key) {
            Ok(e) => e,
            Err(_) => {
                self.failed.insert(key);
                return Ok(false);
            }
        };
        if entry.key.batch > 3 {
            self.retire(entry);
            return Ok(false);
        }
        self.entries.push(entry);
        Ok(true)
    }
    fn retire(&mut self, entry: Entry) {
        let key = entry.key;
        self.failed.insert(key);
        self.warmed.remove(&key);
    }
}
fn capture(key: Key) -> Result<Entry, String> {
    Ok(Entry { key })
}
pub struct Model {
    graphs: std::sync::Mutex<Graphs>,
}
impl Model {
    pub fn go(&self, key: Key) -> Result<bool, String> {
        self.graphs.lock().unwrap().run(key)
    }
}

fn main() {}
