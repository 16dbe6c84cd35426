//! A library gives its users a handle in a public field; they are the ones to await it.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// A running import.
pub struct Import {
    /// Ends with the number of rows.
    pub rows: JoinHandle<u64>,
}

/// Starts an import.
pub fn start() -> Import {
    Import {
        rows: tokio::spawn(async {
            sleep(Duration::from_secs(1)).await;
            7
        }),
    }
}
