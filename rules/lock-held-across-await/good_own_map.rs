//! A map that only this function knows: nobody else can want a part of it meanwhile.
use dashmap::DashMap;
use std::time::Duration;

async fn size_of(name: &str) -> usize {
    tokio::time::sleep(Duration::from_millis(5)).await;
    name.len()
}

pub async fn sizes(names: Vec<String>) -> DashMap<String, usize> {
    let sizes = DashMap::new();
    for name in names {
        sizes.insert(name, 0);
    }
    for mut entry in sizes.iter_mut() {
        let name = entry.key().clone();
        *entry.value_mut() = size_of(&name).await;
    }
    sizes
}
