use dashmap::DashMap;

// The pattern takes the entry out of `found`, and it is still there.
pub fn copied_on(map: &DashMap<u32, u32>) {
    let found = map.get(&1);
    if let Some(entry) = found {
        map.insert(2, *entry); //~ dashmap-ref-deadlock
    }
}
