//! Processes under a supervisor: all that are not restarted alone are killed first.

use rusm_otp::{ProcessHandle, Runtime, Strategy};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

async fn read_meter() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        println!("reading");
    }
}

async fn water_plants() {
    loop {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        println!("watering");
    }
}

async fn count(values: Arc<tokio::sync::Mutex<Vec<u64>>>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        values.lock().await.push(1);
    }
}

async fn sum(values: Arc<tokio::sync::Mutex<Vec<u64>>>) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("{}", values.lock().await.drain(..).sum::<u64>());
    }
}

/// The others are killed.
pub fn field(runtime: &Runtime) {
    runtime
        .supervisor(Strategy::OneForAll) //~ unrelated-children //= supervisor strategy=one-for-all restart_limit=3_restarts_in_5_s
        .child(|runtime| runtime.spawn(read_meter()))
        .child(|runtime| runtime.spawn(water_plants()))
        .start();
}

/// Both have the values.
pub fn mill(runtime: &Runtime, values: Arc<tokio::sync::Mutex<Vec<u64>>>) -> ProcessHandle {
    let more = values.clone();
    runtime
        .supervisor(Strategy::OneForAll) //= supervisor restart_limit=10_restarts_in_60_s
        .child(move |runtime| runtime.spawn(count(values.clone())))
        .child(move |runtime| runtime.spawn(sum(more.clone())))
        .max_restarts(10)
        .within(Duration::from_secs(60))
        .start()
}

/// One alone; counted as long as it lives.
pub fn hedge(runtime: &Runtime, news: mpsc::Sender<String>) -> ProcessHandle {
    runtime
        .supervisor(Strategy::OneForOne) //= supervisor strategy=one-for-one restart_limit=3_restarts
        .over_lifetime()
        .child(move |runtime| {
            let news = news.clone();
            runtime.spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    if news.send("tick".to_owned()).await.is_err() {
                        break;
                    }
                }
            })
        })
        .start()
}
