//! A wait for a signal of the system that tells of it is no service, and two directions of one pair belong together.

use futures::stream::StreamExt;
use futures::SinkExt;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook_tokio::Signals;
use std::future::IntoFuture;
use tracing::{info, warn};

async fn until_stopped(mut signals: Signals) {
    while let Some(signal) = signals.next().await {
        match signal {
            SIGTERM | SIGINT => {
                warn!("caught {signal}");
                break;
            }
            SIGHUP => info!("caught SIGHUP"),
            _ => unreachable!(),
        }
    }
}

pub async fn run(listener: tokio::net::TcpListener, router: axum::Router) -> std::io::Result<()> {
    let signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    tokio::select! {
        served = axum::serve(listener, router).into_future() => served,
        () = until_stopped(signals) => Ok(()),
    }
}

pub async fn pump(
    here: tokio_util::codec::Framed<tokio::net::TcpStream, tokio_util::codec::BytesCodec>,
    there: tokio_util::codec::Framed<tokio::net::TcpStream, tokio_util::codec::BytesCodec>,
) {
    let (mut here_sink, mut here_stream) = here.split();
    let (mut there_sink, mut there_stream) = there.split();
    let mut forth = async || {
        while let Some(Ok(part)) = here_stream.next().await {
            if there_sink.send(part.freeze()).await.is_err() {
                break;
            }
        }
    };
    let mut back = async || {
        while let Some(Ok(part)) = there_stream.next().await {
            if here_sink.send(part.freeze()).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = forth() => {}
        () = back() => {}
    }
}
