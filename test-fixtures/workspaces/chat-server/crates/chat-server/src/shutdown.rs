//! Signals that end the program, or change how it runs.

use tokio::signal;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// Cancels `stop` at Ctrl-C or SIGTERM; ends when somebody else has cancelled it.
pub async fn cancel_on_signal(stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = interrupted() => info!("interrupted"),
        () = terminated() => info!("terminated"),
    }
    stop.cancel();
}

async fn interrupted() {
    if let Err(error) = signal::ctrl_c().await {
        warn!(%error, "cannot listen for Ctrl-C");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            warn!(%error, "cannot listen for SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}

/// Turns `switch` on and off at SIGHUP, until `stop` is cancelled.
#[cfg(unix)]
pub async fn toggle_on_hangup(switch: watch::Sender<bool>, stop: CancellationToken) {
    let mut hangups = match signal::unix::signal(signal::unix::SignalKind::hangup()) {
        Ok(hangups) => hangups,
        Err(error) => {
            warn!(%error, "cannot listen for SIGHUP");
            return;
        }
    };
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            hangup = hangups.recv() => match hangup {
                Some(()) => switch.send_modify(|on| *on = !*on),
                None => break,
            },
        }
    }
}

/// There is no such signal here.
#[cfg(not(unix))]
pub async fn toggle_on_hangup(switch: watch::Sender<bool>, stop: CancellationToken) {
    stop.cancelled().await;
    drop(switch);
}
