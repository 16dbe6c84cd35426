//! A message ends the loop, whether its channel can close or not.

use std::time::Duration;
use tokio::sync::broadcast;

async fn run(stop: broadcast::Sender<bool>) {
    let mut stops = stop.subscribe();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = tick.tick() => println!("tick"),
            told = stops.recv() => {
                if matches!(told, Ok(true) | Err(_)) {
                    break;
                }
            }
        }
    }
}

fn start(stop: broadcast::Sender<bool>) {
    tokio::spawn(async move { run(stop).await });
}

fn main() {
    let (stop, _) = broadcast::channel(2);
    start(stop.clone());
    let _ = stop.send(true);
}
