//! Looks at everything that is said.

use crate::audit::{AuditLog, Entry};
use chat_core::UserName;
use tokio::sync::mpsc;
use tracing::info;

const WORDS: [&str; 2] = ["casino", "lottery"];

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Line {
    /// By whom.
    pub user: UserName,
    /// What.
    pub text: String,
}

/// Reviews lines until nobody can say any more.
pub async fn review(mut lines: mpsc::UnboundedReceiver<Line>, audit: AuditLog) {
    let mut reported = 0_u64;
    while let Some(line) = lines.recv().await {
        if WORDS.iter().any(|word| line.text.contains(word)) {
            reported += 1;
            audit.write(Entry::new(line.user.to_string(), "was reported")).await;
        }
    }
    info!(reported, "moderation ends");
}
