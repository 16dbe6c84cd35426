//! Spawns inside macros, closures, branches and other tasks.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

macro_rules! timed {
    ($name:literal, $body:block) => {{
        let start = std::time::Instant::now();
        let value = $body;
        println!("{}: {:?}", $name, start.elapsed());
        value
    }};
}

async fn snapshot(round: u64) {
    sleep(Duration::from_millis(30)).await;
    println!("snapshot {round}");
}

async fn in_select(mut rx: mpsc::Receiver<u64>) {
    let mut tick = interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            round = rx.recv() => match round {
                Some(round) => println!("round {round}"),
                None => break,
            },
            _ = tick.tick() => {
                tokio::spawn(snapshot(0)); //~ detached-task
            }
        }
    }
}

fn in_closure(rounds: &[u64]) {
    rounds.iter().for_each(|&round| {
        tokio::spawn(snapshot(round)); //~ detached-task
    });
}

async fn in_an_awaited_task() {
    let outer = tokio::spawn(async {
        tokio::spawn(snapshot(1)); //~ detached-task
        sleep(Duration::from_millis(1)).await;
    });
    if let Err(error) = outer.await {
        println!("outer failed: {error}");
    }
}

fn in_a_macro() {
    timed!("snapshot", {
        tokio::spawn(snapshot(2)); //~ detached-task
    });
}
