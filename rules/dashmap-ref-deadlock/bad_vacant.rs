use dashmap::{DashMap, Entry};

// An entry that is not occupied is vacant, and still there.
pub fn taken(map: &DashMap<u32, u32>) {
    let entry = map.entry(1);
    if let Entry::Occupied(found) = entry {
        found.remove();
        return;
    }
    map.clear(); //~ dashmap-ref-deadlock
}
