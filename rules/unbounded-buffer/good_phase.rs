//! The block gathers for the list that it gives.
use futures::{Stream, StreamExt};
use std::collections::HashSet;

pub fn names(paths: impl Stream<Item = String> + Unpin) -> std::io::Result<Vec<String>> {
    let mut paths = paths;
    futures::executor::block_on(async {
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        while let Some(path) = paths.next().await {
            if !seen.contains(&path) {
                seen.insert(path.clone());
                names.push(path);
            }
        }
        Ok::<Vec<String>, std::io::Error>(names)
    })
}
