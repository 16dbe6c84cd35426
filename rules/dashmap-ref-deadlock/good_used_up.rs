use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

pub fn count(names: &DashMap<u32, String>, id: u32) -> usize {
    match names.entry(id) {
        Entry::Vacant(entry) => {
            entry.insert(String::new());
            // The entry is used up, and what `insert` gave ended with its statement.
            names.remove(&0);
            1
        }
        Entry::Occupied(entry) => {
            entry.remove();
            names.clear();
            0
        }
    }
}
