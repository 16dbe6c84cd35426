//! Idle timeouts, deadlines, pauses, signals.

use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

/// Writes what was gathered when nothing has come for a while.
async fn when_idle(mut rx: Receiver<u32>) {
    let mut gathered = Vec::new();
    loop {
        tokio::select! {
            number = rx.recv() => match number {
                Some(number) => gathered.push(number),
                None => break,
            },
            _ = sleep(Duration::from_millis(200)) => {
                println!("{gathered:?}");
                gathered.clear();
            }
        }
    }
}

/// Leaves when idle.
async fn leaves_when_idle(mut rx: Receiver<u32>) {
    loop {
        tokio::select! {
            number = rx.recv() => println!("{number:?}"),
            _ = sleep(Duration::from_secs(30)) => {
                println!("idle");
                return;
            }
        }
    }
}

/// What is left until the next time.
async fn until_next(mut rx: Receiver<u32>) {
    let mut next = Instant::now() + Duration::from_secs(60);
    loop {
        tokio::select! {
            number = rx.recv() => println!("{number:?}"),
            _ = sleep(next.duration_since(Instant::now())) => {
                println!("a minute");
                next += Duration::from_secs(60);
            }
            _ = sleep_until(next + Duration::from_secs(1)) => println!("late"),
        }
    }
}

/// A pause that a signal cuts short.
async fn pauses(stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(Duration::from_secs(60)) => println!("a minute"),
        }
    }
}

/// Wakes up; the work stands behind.
async fn wakes(mut rx: Receiver<u32>) {
    let mut last = None;
    loop {
        tokio::select! {
            number = rx.recv() => last = number,
            _ = sleep(Duration::from_secs(60)) => {}
        }
        println!("{last:?}");
    }
}

/// One timer in front of the loop.
async fn pinned(mut rx: Receiver<u32>) {
    let limit = sleep(Duration::from_secs(60));
    tokio::pin!(limit);
    loop {
        tokio::select! {
            number = rx.recv() => println!("{number:?}"),
            _ = &mut limit => {
                println!("enough");
                break;
            }
        }
    }
}

/// The time limit of one reply, in each round anew.
async fn asks(mut questions: Receiver<tokio::sync::oneshot::Receiver<u32>>) {
    while let Some(reply) = questions.recv().await {
        tokio::select! {
            number = reply => println!("{number:?}"),
            _ = sleep(Duration::from_secs(5)) => println!("no reply"),
        }
    }
}
