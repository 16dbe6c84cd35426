//! A stream of handles in `Ok`, which an adapter awaits some at a time.

use futures::{StreamExt, TryFutureExt, TryStreamExt, stream};
use std::io;

async fn load(id: u32) -> io::Result<u32> {
    let text = tokio::fs::read_to_string(format!("{id}.txt")).await?;
    Ok(text.len() as u32)
}

pub async fn mapped(ids: Vec<u32>) -> io::Result<Vec<io::Result<u32>>> {
    stream::iter(ids)
        .map(|id| Ok(tokio::spawn(load(id)).map_err(io::Error::other)))
        .try_buffer_unordered(4)
        .try_collect::<Vec<_>>()
        .await
}

pub async fn in_turn(ids: Vec<u32>) -> io::Result<Vec<io::Result<u32>>> {
    stream::iter(ids.into_iter().map(Ok))
        .map_ok(|id| tokio::spawn(load(id)).map_err(io::Error::other))
        .try_buffered(4)
        .try_collect::<Vec<_>>()
        .await
}
