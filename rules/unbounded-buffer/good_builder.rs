//! The set belongs to a builder for one file, and goes with it.
use futures::{Stream, StreamExt};
use std::collections::HashSet;
use tokio::io::AsyncWriteExt;

pub struct Builder {
    seen: HashSet<u32>,
    file: tokio::fs::File,
}

impl Builder {
    async fn append(&mut self, frames: impl Stream<Item = std::io::Result<(u32, Vec<u8>)>>) -> std::io::Result<()> {
        tokio::pin!(frames);
        while let Some(frame) = frames.next().await {
            let (page, bytes) = frame?;
            if !self.seen.contains(&page) {
                self.seen.insert(page);
                self.file.write_all(&bytes).await?;
            }
        }
        Ok(())
    }

    async fn finish(mut self) -> std::io::Result<()> {
        self.file.flush().await
    }
}

pub async fn build(frames: impl Stream<Item = std::io::Result<(u32, Vec<u8>)>>) -> std::io::Result<()> {
    let file = tokio::fs::File::create("snapshot").await?;
    let mut builder = Builder { seen: HashSet::new(), file };
    builder.append(frames).await?;
    builder.finish().await
}
