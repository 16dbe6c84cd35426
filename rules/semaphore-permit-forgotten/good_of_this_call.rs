//! The semaphore counts for this call only.

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::Semaphore;

async fn fetch(i: u32) -> Option<u32> {
    tokio::time::sleep(std::time::Duration::from_millis(u64::from(i))).await;
    (i % 3 != 0).then_some(i)
}

pub async fn some(needed: usize) -> Vec<u32> {
    let slots = &Semaphore::new(needed);
    let mut got = (0..256)
        .map(|i| async move {
            let permit = slots.acquire().await.ok()?;
            fetch(i).await.map(|v| {
                permit.forget();
                v
            })
        })
        .collect::<FuturesUnordered<_>>();
    let mut out = Vec::new();
    while let Some(v) = got.next().await {
        if let Some(v) = v {
            out.push(v);
            if out.len() == needed {
                break;
            }
        }
    }
    out
}
