//! Those who shared the set have ended with the wait before the loop.
use dashmap::DashSet;
use std::path::PathBuf;
use std::sync::Arc;

pub async fn move_all(paths: Vec<(PathBuf, PathBuf)>) -> std::io::Result<()> {
    let moved = Arc::new(DashSet::new());
    let res = futures::future::try_join_all(paths.iter().take(8).enumerate().map(|(i, (old, new))| {
        let moved = moved.clone();
        async move {
            tokio::fs::rename(old, new).await?;
            moved.insert(i);
            Ok::<(), std::io::Error>(())
        }
    }))
    .await;
    if let Err(e) = res {
        for i in moved.iter() {
            let (old, new) = &paths[*i.key()];
            let _ = tokio::fs::rename(new, old).await;
        }
        return Err(e);
    }
    Ok(())
}
