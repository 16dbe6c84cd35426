use dashmap::{DashMap, Entry};

// The pattern takes the entry out of `found`, and `drop` ends it.
pub fn copied_on(map: &DashMap<u32, u32>) {
    let found = map.get(&1);
    if let Some(entry) = found {
        let value = *entry;
        drop(entry);
        map.insert(2, value);
    }
}

pub fn moved_on(map: &DashMap<u32, u32>) {
    let found = map.get(&1);
    match found {
        Some(entry) => {
            let value = *entry;
            drop(entry);
            map.insert(2, value);
        }
        None => {
            map.insert(2, 0);
        }
    }
}

pub fn taken(map: &DashMap<u32, u32>) {
    let entry = map.entry(1);
    match entry {
        Entry::Occupied(found) => {
            found.remove();
        }
        Entry::Vacant(free) => {
            free.insert(1);
        }
    }
    map.clear();
}

// A copy of what it refers to.
pub fn cloned(map: &DashMap<u32, String>) {
    let copy = map.get(&1).as_deref().cloned();
    if let Some(name) = copy {
        map.insert(2, name);
    }
}
