//! Accepts connections, and owns what they share.

use crate::audit::{AuditLog, Entry};
use crate::bots::Bots;
use crate::config::Config;
use crate::moderation;
use crate::session::{Session, Shared};
use chat_core::{Hub, Presence, Typing};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

const MAX_SESSIONS: usize = 10_000;

/// Why the server ended.
#[derive(Debug, Error)]
pub enum ServerError {
    /// A socket or a file failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The server's shared parts, and the tasks behind them.
pub struct Server {
    shared: Arc<Shared>,
    limit: Arc<Semaphore>,
    audit: JoinHandle<io::Result<()>>,
    moderation: JoinHandle<()>,
}

impl Server {
    /// Starts the shared parts.
    pub fn new(config: &Config, bots: Bots) -> Self {
        let (audit, audit_task) = AuditLog::open(config.audit.clone());
        let (lines, rx) = mpsc::unbounded_channel(); //~ unbounded-channel
        let moderation = tokio::spawn(moderation::review(rx, audit.clone()));
        let shared =
            Shared { hub: Hub::new(), presence: Presence::start(), typing: Typing::default(), bots, lines, audit };
        Self { shared: Arc::new(shared), limit: Arc::new(Semaphore::new(MAX_SESSIONS)), audit: audit_task, moderation }
    }

    /// Says in the audit log that the server has started.
    pub async fn announce(&self) {
        self.shared.audit.write(Entry::new("server", "started")).await;
    }

    /// Serves connections until `stop` is cancelled, then waits for the sessions to end.
    pub async fn accept_loop(&self, listener: TcpListener, stop: CancellationToken) -> Result<(), ServerError> {
        let mut sessions = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                Some(ended) = sessions.join_next() => {
                    report(ended);
                    continue;
                }
                accepted = listener.accept() => accepted,
            };
            let (socket, peer) = match accepted {
                Ok(connection) => connection,
                Err(error) => {
                    warn!(%error, "accept failed");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let Ok(permit) = Arc::clone(&self.limit).try_acquire_owned() else {
                warn!(%peer, "too many sessions");
                continue;
            };
            let session = Session::new(Arc::clone(&self.shared), peer);
            let stop = stop.child_token();
            sessions.spawn(async move {
                let ended = session.run(socket, stop).await;
                drop(permit);
                ended
            });
        }
        while let Some(ended) = sessions.join_next().await {
            report(ended);
        }
        Ok(())
    }

    /// Waits for the tasks behind the shared parts.
    pub async fn close(self) {
        let Self { shared, audit, moderation, .. } = self;
        shared.hub.close().await;
        drop(shared);
        if let Err(error) = moderation.await {
            warn!(%error, "moderation panicked");
        }
        match audit.await {
            Ok(Ok(())) => info!("audit log closed"),
            Ok(Err(error)) => warn!(%error, "audit log failed"),
            Err(error) => warn!(%error, "audit log panicked"),
        }
    }
}

fn report(ended: Result<io::Result<()>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => info!(%error, "session ended"),
        Err(error) => warn!(%error, "session panicked"),
    }
}
