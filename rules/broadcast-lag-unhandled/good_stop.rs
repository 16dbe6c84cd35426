//! All that such a channel says is that the loop is to stop: that is what was missed.

use std::time::Duration;
use tokio::sync::broadcast;

async fn sample(stop: broadcast::Sender<bool>) {
    let mut stop = stop.subscribe();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = tick.tick() => println!("sample"),
            told = stop.recv() => {
                if matches!(told, Ok(true) | Err(_)) {
                    break;
                }
            }
        }
    }
}

async fn pop(stop: broadcast::Sender<bool>) {
    let mut stop = stop.subscribe();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            told = stop.recv() => {
                match told {
                    Ok(is_now) if is_now => {
                        println!("stopped");
                        break;
                    }
                    Err(_) => {
                        println!("closed");
                        break;
                    }
                    _ => {}
                }
            }
            _ = tick.tick() => println!("pop"),
        }
    }
}
