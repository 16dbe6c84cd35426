//! Once the sender is gone, `changed` gives an error at once and for ever; it is right to look at it and to stop.

use tokio::sync::watch;

#[derive(Clone, Debug)]
pub struct Settings {
    pub level: String,
}

pub async fn follow(mut settings: watch::Receiver<Settings>, mut apply: impl FnMut(Settings)) {
    loop {
        if settings.changed().await.is_err() {
            break;
        }
        let now = settings.borrow_and_update().clone();
        apply(now);
    }
}
