//! No message says stop: only the end of the channel does.

use std::time::Duration;
use tokio::sync::broadcast;

async fn sample(mut open: broadcast::Receiver<bool>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop { //~ broadcast-lag-unhandled
        tokio::select! {
            _ = tick.tick() => println!("sample"),
            told = open.recv() => {
                match told {
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
        }
    }
}

/// One message does something else.
async fn set(mut told: broadcast::Receiver<bool>) {
    let mut on = false;
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop { //~ broadcast-lag-unhandled
        tokio::select! {
            _ = tick.tick() => println!("{on}"),
            told = told.recv() => {
                match told {
                    Ok(true) => on = true,
                    Ok(false) => break,
                    Err(_) => break,
                }
            }
        }
    }
}

/// What the branch gives is used behind.
async fn forward(mut bytes: broadcast::Receiver<u8>, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop { //~ broadcast-lag-unhandled
        let taken = tokio::select! {
            taken = bytes.recv() => taken,
            _ = &mut stop => break,
        };
        match taken {
            Ok(byte) => println!("{byte}"),
            Err(_) => break,
        }
    }
}
