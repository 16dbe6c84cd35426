//! A chat server: rooms over a line protocol, bots, background jobs, metrics.

mod audit;
mod bots;
mod config;
mod jobs;
mod moderation;
mod notify;
mod server;
mod session;
mod shutdown;

use crate::bots::Bots;
use crate::config::Config;
use crate::server::{Server, ServerError};
use chat_metrics::Pusher;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Config::from_env()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "chat server failed");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), ServerError> {
    let stop = CancellationToken::new();
    let tracker = TaskTracker::new();
    tracker.spawn(shutdown::cancel_on_signal(stop.clone()));
    tracker.spawn(jobs::run_all(config.clone(), stop.clone()));
    let bots = Bots::default();
    tracker.spawn(bots::run_all(bots.clone(), stop.clone()));
    let (show_metrics, watching) = watch::channel(false);
    tracker.spawn(shutdown::toggle_on_hangup(show_metrics, stop.clone()));
    tracker.spawn(jobs::show_metrics(watching));
    jobs::refresh_bans(config.bans.clone());

    let pusher = config.collector.map(|collector| Pusher::start(collector, stop.child_token()));
    let listener = TcpListener::bind(config.listen).await?;
    let server = Server::new(&config, bots);
    server.announce().await;
    info!(addr = %config.listen, "listening");

    let metrics = serve_metrics(config.metrics, stop.clone());
    let served = tokio::try_join!(server.accept_loop(listener, stop.clone()), metrics); //~ unrelated-children

    stop.cancel();
    if let Some(pusher) = pusher {
        pusher.stop();
    }
    tracker.close();
    tracker.wait().await;
    server.close().await;
    notify::notify_all(config.admins, "the chat server has stopped").await;
    served.map(|_| ())
}

async fn serve_metrics(addr: SocketAddr, stop: CancellationToken) -> Result<(), ServerError> {
    chat_metrics::serve(addr, stop).await?;
    Ok(())
}
