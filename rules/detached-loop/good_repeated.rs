//! The same iterators, each with an end.
use std::time::Duration;
use tokio::time::sleep;

async fn beat() {
    println!("alive");
}

pub fn at_one_rate() {
    tokio::spawn(async {
        for pause in std::iter::repeat(Duration::from_secs(1)).take(3) {
            sleep(pause).await;
            beat().await;
        }
    });
}

pub fn in_turn(pauses: Vec<Duration>) {
    tokio::spawn(async move {
        for pause in pauses.iter() {
            sleep(*pause).await;
            beat().await;
        }
    });
}

pub fn longer_and_longer() {
    tokio::spawn(async {
        for pause in (1u64..).map(Duration::from_secs).take_while(|pause| pause.as_secs() < 60) {
            sleep(pause).await;
            beat().await;
        }
    });
}

pub fn as_told() {
    let mut left = 3;
    tokio::spawn(async move {
        let mut pauses = std::iter::from_fn(move || {
            left -= 1;
            if left == 0 { None } else { Some(Duration::from_secs(1)) }
        });
        while let Some(pause) = pauses.next() {
            sleep(pause).await;
            beat().await;
        }
    });
}
