//! A spawner of another crate whose owner ends all that it has started.
use sp_core::traits::SpawnNamed;
use std::sync::Arc;
use std::time::Duration;

pub struct Author {
    spawner: Arc<dyn SpawnNamed>,
}

impl Author {
    pub fn start(&self) {
        self.spawner.spawn(
            "author",
            Some("block-authoring"),
            Box::pin(async {
                loop {
                    tokio::time::sleep(Duration::from_secs(6)).await;
                }
            }),
        );
    }
}
