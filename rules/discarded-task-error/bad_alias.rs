//! The `Result` hides behind an alias, a method or an import.

use std::fmt;
use std::future::Future;
use std::time::Duration;
use tokio::time::sleep;

#[derive(Debug)]
pub(crate) struct SyncError(&'static str);

impl fmt::Display for SyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for SyncError {}

pub(crate) type Result<T, E = SyncError> = std::result::Result<T, E>;

mod prelude {
    pub(crate) use super::Result as Fallible;
}

use prelude::Fallible;

struct Syncer {
    peer: &'static str,
}

impl Syncer {
    async fn run(self) -> Result<()> {
        sleep(Duration::from_secs(1)).await;
        if self.peer.is_empty() { Err(SyncError("no peer")) } else { Ok(()) }
    }

    fn once(&self) -> impl Future<Output = Fallible<()>> + Send + 'static {
        let peer = self.peer;
        async move {
            sleep(Duration::from_secs(1)).await;
            if peer.is_empty() { Err(SyncError("no peer")) } else { Ok(()) }
        }
    }
}

async fn boxed() -> std::result::Result<(), Box<dyn std::error::Error + Send>> {
    tokio::fs::remove_file("lock").await?;
    Ok(())
}

fn start() {
    tokio::spawn(Syncer { peer: "a" }.run()); //~ discarded-task-error
    tokio::spawn(Syncer { peer: "b" }.once()); //~ discarded-task-error
    let _ = tokio::spawn(boxed()); //~ discarded-task-error
}
