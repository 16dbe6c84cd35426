//! `for` over the few entries of a list: `flat_map` is the iterator's, in spite of the `StreamExt` in scope.

use futures::stream::StreamExt;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub struct Camera {
    set: JoinSet<anyhow::Result<()>>,
}

impl Camera {
    pub async fn watch(instance: crate::Instance, stop: CancellationToken) -> Camera {
        let mut camera = Camera { set: JoinSet::new() };
        camera.set.spawn(async move {
            tokio::select! {
                _ = stop.cancelled() => Ok(()),
                done = async {
                    let found = instance.ask().await?;
                    let mut lines = vec![];
                    for entry in found.infos.iter().flat_map(|info| info.tables.clone()) {
                        lines.push(std::format!("{}: {}", entry.name, entry.width));
                    }
                    Ok(())
                } => done,
            }
        });
        camera
    }
}

pub async fn count(instance: crate::Instance) -> usize {
    instance.answers().map(|answer: Vec<u8>| answer.len()).collect::<Vec<_>>().await.len()
}
