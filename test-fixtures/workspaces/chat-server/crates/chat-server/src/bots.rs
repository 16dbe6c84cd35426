//! Bots: they live in the server and answer what is said to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;
use tracing::info;

/// The bots that can be spoken to.
#[derive(Clone, Debug, Default)]
pub struct Bots {
    inboxes: Arc<Mutex<HashMap<String, mpsc::Sender<String>>>>,
}

impl Bots {
    /// Makes a bot known.
    pub fn register(&self, name: &str, inbox: mpsc::Sender<String>) {
        self.inboxes.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), inbox);
    }

    /// Makes it unknown again.
    pub fn unregister(&self, name: &str) {
        self.inboxes.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Speaks to a bot; says whether it was there.
    pub async fn tell(&self, name: &str, text: String) -> bool {
        let inbox = self.inboxes.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        match inbox {
            Some(inbox) => inbox.send(text).await.is_ok(),
            None => false,
        }
    }
}

/// Runs all bots until `stop` is cancelled.
pub async fn run_all(bots: Bots, stop: CancellationToken) {
    tokio::select! { //~ unrelated-children
        () = echo(bots.clone(), stop.clone()) => info!("the echo bot has ended"),
        () = count(bots, stop.clone()) => info!("the counting bot has ended"),
        () = clock(stop.clone()) => info!("the clock has ended"),
    }
}

async fn echo(bots: Bots, stop: CancellationToken) {
    let (inbox, mut texts) = mpsc::channel(16);
    bots.register("echo", inbox);
    loop { //~ missing-terminate-handler
        tokio::select! {
            () = stop.cancelled() => break,
            text = texts.recv() => match text {
                Some(text) => info!(%text, "echo"),
                None => break,
            },
        }
    }
}

async fn clock(stop: CancellationToken) {
    let mut tick = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => info!("another hour has passed"),
        }
    }
}

/// The bot that counts; it leaves the list when it ends.
async fn count(bots: Bots, stop: CancellationToken) {
    let (inbox, mut texts) = mpsc::channel(16);
    bots.register("count", inbox);
    let mut words = 0;
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            text = texts.recv() => match text {
                Some(text) => words += text.split_whitespace().count(),
                None => break,
            },
        }
    }
    bots.unregister("count");
    info!(words, "words counted");
}
