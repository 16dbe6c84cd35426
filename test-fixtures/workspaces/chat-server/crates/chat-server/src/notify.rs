//! Mail to users who are away.

use chat_core::UserName;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::info;

/// Sends a mail.
pub async fn send_mail(user: &UserName, text: &str) {
    sleep(Duration::from_millis(50)).await;
    info!(%user, bytes = text.len(), "mail sent");
}

/// Tells `user` after a while that somebody has mentioned them.
pub fn notify_later(user: UserName, text: String) -> JoinHandle<()> {
    tokio::spawn(async move { //~ detached-task
        sleep(Duration::from_secs(60)).await;
        send_mail(&user, &text).await;
    })
}

/// Tells all of `users` now, and waits until they have been told.
pub async fn notify_all(users: Vec<UserName>, text: &str) {
    let mails: Vec<_> = users
        .into_iter()
        .map(|user| {
            let text = text.to_owned();
            tokio::spawn(async move { send_mail(&user, &text).await })
        })
        .collect();
    for mail in mails {
        if let Err(error) = mail.await {
            info!(%error, "mail failed");
        }
    }
}
