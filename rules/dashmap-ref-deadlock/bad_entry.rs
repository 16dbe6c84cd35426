use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

pub fn count(names: &DashMap<u32, String>, id: u32) -> usize {
    match names.entry(id) {
        Entry::Occupied(mut entry) => {
            entry.insert(String::new());
            names.len() //~ dashmap-ref-deadlock
        }
        Entry::Vacant(entry) => {
            entry.insert(String::new());
            0
        }
    }
}

pub fn add(names: &DashMap<u32, String>, id: u32) -> usize {
    match names.entry(id) {
        Entry::Occupied(_) => 0,
        Entry::Vacant(entry) => {
            let all = names.len(); //~ dashmap-ref-deadlock
            entry.insert(String::new());
            all
        }
    }
}
