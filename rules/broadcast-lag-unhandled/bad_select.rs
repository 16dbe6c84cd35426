//! The handler of a `select!` branch leaves on any error.

use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

async fn let_else(hub: broadcast::Sender<u64>, stop: CancellationToken) {
    let mut events = hub.subscribe();
    loop { //~ broadcast-lag-unhandled
        tokio::select! {
            () = stop.cancelled() => return,
            event = events.recv() => {
                let Ok(event) = event else { break };
                println!("{event}");
            }
        }
    }
}

async fn matched(mut events: broadcast::Receiver<u64>) {
    let mut tick = interval(Duration::from_secs(30));
    'session: loop { //~ broadcast-lag-unhandled
        tokio::select! {
            _ = tick.tick() => println!("ping"),
            event = events.recv() => match event {
                Ok(event) => println!("{event}"),
                Err(_) => break 'session,
            },
        }
    }
}
