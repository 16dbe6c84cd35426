use dashmap::DashMap;

pub struct Batch {
    items: Vec<u32>,
}

pub fn take_full(batches: &DashMap<u32, Batch>, id: u32) -> Option<Batch> {
    if let Some(batch) = batches.get(&id)
        && batch.items.len() > 9
    {
        return batches.remove(&id).map(|(_, batch)| batch); //~ dashmap-ref-deadlock
    }
    None
}

pub fn take(batches: &DashMap<u32, Batch>, id: u32) -> usize {
    // The closure has the reference.
    batches.get(&id).map_or(0, |batch| {
        batches.remove(&id); //~ dashmap-ref-deadlock
        batch.items.len()
    })
}

pub fn found_or_other(batches: &DashMap<u32, Batch>, id: u32) -> usize {
    let found = batches.get(&id);
    match found {
        Some(batch) if batch.items.is_empty() => {
            batches.remove(&id); //~ dashmap-ref-deadlock
            0
        }
        Some(batch) => batch.items.len(),
        None => 0,
    }
}
