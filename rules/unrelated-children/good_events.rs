//! Branches that wait for the first of several things to happen: an answer, a change, a time. None is a service.

use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};

pub enum Next {
    Wake,
    Close,
}

async fn first_line(socket: TcpStream) -> std::io::Result<Next> {
    let mut lines = BufReader::new(socket).lines();
    while let Some(line) = lines.next_line().await? {
        if !line.is_empty() {
            return Ok(Next::Wake);
        }
    }
    Ok(Next::Close)
}

async fn ready(mut actors: mpsc::Receiver<u64>, wanted: u64) -> Option<u64> {
    while let Some(actor) = actors.recv().await {
        if actor == wanted {
            return Some(actor);
        }
    }
    None
}

/// What each branch gives is what its caller wants.
pub async fn hibernate(socket: TcpStream, actors: mpsc::Receiver<u64>) -> std::io::Result<Next> {
    tokio::select! {
        _ = ready(actors, 7) => Ok(Next::Wake),
        next = first_line(socket) => next,
    }
}

/// A long sleep in pieces.
async fn timed_out(mut left: Duration) {
    const PIECE: Duration = Duration::from_secs(3600);
    while left > PIECE {
        tokio::time::sleep(PIECE).await;
        left = left.saturating_sub(PIECE);
    }
    tokio::time::sleep(left).await;
}

/// A time, or a change to something else.
pub async fn expires(limit: Duration, mut session: watch::Receiver<u64>, expected: u64) -> bool {
    let lost = async {
        loop {
            if *session.borrow_and_update() != expected {
                return;
            }
            if session.changed().await.is_err() {
                return;
            }
        }
    };
    tokio::pin!(lost);
    tokio::select! {
        _ = timed_out(limit) => true,
        _ = &mut lost => false,
    }
}
