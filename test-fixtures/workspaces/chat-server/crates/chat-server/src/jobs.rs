//! Work that goes on beside the chat.

use crate::config::Config;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::fs;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

const KEEP_UPLOADS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Runs the jobs until `stop` is cancelled.
pub async fn run_all(config: Config, stop: CancellationToken) {
    let (log_level, levels) = watch::channel(String::from("info"));
    let follower = tokio::spawn(follow_level(levels, stop.clone()));
    if let Err(error) = run_until_failure(config, stop).await {
        error!(%error, "a job failed");
    }
    drop(log_level);
    if let Err(error) = follower.await {
        warn!(%error, "log level follower panicked");
    }
}

async fn run_until_failure(config: Config, stop: CancellationToken) -> io::Result<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(purge_uploads(config.uploads, stop.clone()));
    jobs.spawn(rotate_audit(config.audit, stop));
    while let Some(ended) = jobs.join_next().await { //~ unrelated-children
        ended??;
    }
    Ok(())
}

async fn purge_uploads(folder: PathBuf, stop: CancellationToken) -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            _ = tick.tick() => purge(&folder).await?,
        }
    }
}

async fn purge(folder: &Path) -> io::Result<()> {
    let mut files = fs::read_dir(folder).await?;
    while let Some(file) = files.next_entry().await? {
        let modified = file.metadata().await?.modified()?;
        if SystemTime::now().duration_since(modified).is_ok_and(|age| age > KEEP_UPLOADS) {
            fs::remove_file(file.path()).await?;
        }
    }
    Ok(())
}

async fn rotate_audit(path: PathBuf, stop: CancellationToken) -> io::Result<()> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = sleep(Duration::from_secs(24 * 60 * 60)) => {}
        }
        if fs::try_exists(&path).await? {
            fs::rename(&path, path.with_extension("old")).await?;
        }
    }
}

async fn follow_level(mut level: watch::Receiver<String>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            changed = level.changed() => {
                if changed.is_err() {
                    break;
                }
                info!(level = %*level.borrow_and_update(), "log level");
            }
        }
    }
}

/// Reads the list of bans every minute.
pub fn refresh_bans(path: PathBuf) {
    tokio::spawn(read_bans(path)); //~ discarded-task-error
}

async fn read_bans(path: PathBuf) -> io::Result<()> {
    loop {
        let text = fs::read_to_string(&path).await?;
        info!(count = text.lines().count(), "bans read");
        sleep(Duration::from_secs(60)).await;
    }
}

/// Shows the metrics page in the log, again and again, while `watching` says so.
pub async fn show_metrics(mut watching: watch::Receiver<bool>) {
    let mut tick = interval(Duration::from_secs(5));
    loop { //~ recv-error-spin
        tokio::select! {
            _ = watching.changed() => info!(on = *watching.borrow_and_update(), "metrics in the log"),
            _ = tick.tick() => {
                if *watching.borrow() {
                    info!(page = %chat_metrics::render(), "metrics");
                }
            }
        }
    }
}
