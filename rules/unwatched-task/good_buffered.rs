//! Handles that come out of a stream of them, and out of a map that was filled through its entries.

use futures::{StreamExt, TryStreamExt, stream};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
pub async fn a(items: Vec<u32>) -> Result<(), tokio::task::JoinError> {
    let mut all = HashMap::new();
    for k in items {
        if let Entry::Vacant(e) = all.entry(k) {
            let jh = tokio::spawn(async move { k + 1 });
            e.insert(jh);
        }
    }
    for (k, jh) in all {
        if jh.await? > 3 {
            println!("{k}");
        }
    }
    Ok(())
}
pub async fn b(items: Vec<u32>) -> Result<(), tokio::task::JoinError> {
    let mut tasks = Vec::new();
    for k in items {
        let task = tokio::task::spawn(async move { k + 1 });
        tasks.push(task)
    }
    let mut tasks = stream::iter(tasks).buffer_unordered(4);
    while let Some(r) = match tasks.try_next().await {
        Ok(r) => r,
        Err(e) => return Err(e),
    } {
        println!("{r}");
    }
    Ok(())
}
