//! Iterators that have no end.
use std::time::Duration;
use tokio::time::sleep;

async fn beat() {
    println!("alive");
}

pub fn at_one_rate() {
    tokio::spawn(async { //~ detached-loop
        for pause in std::iter::repeat(Duration::from_secs(1)) {
            sleep(pause).await;
            beat().await;
        }
    });
}

pub fn in_turn(pauses: Vec<Duration>) {
    tokio::spawn(async move { //~ detached-loop
        for pause in pauses.iter().cycle() {
            sleep(*pause).await;
            beat().await;
        }
    });
}

pub fn longer_and_longer() {
    tokio::spawn(async { //~ detached-loop
        for pause in (1u64..).map(Duration::from_secs) {
            sleep(pause).await;
            beat().await;
        }
    });
}

pub fn as_told() {
    tokio::spawn(async { //~ detached-loop
        let mut pauses = std::iter::from_fn(|| Some(Duration::from_secs(1)));
        while let Some(pause) = pauses.next() {
            sleep(pause).await;
            beat().await;
        }
    });
}
