//! The difference is made in a guard, a helper or after the `select!`.

use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;

fn is_closed(error: &RecvError) -> bool {
    match error {
        RecvError::Closed => true,
        RecvError::Lagged(missed) => {
            println!("{missed} lost");
            false
        }
    }
}

async fn helper(mut events: broadcast::Receiver<u64>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(error) => {
                if is_closed(&error) {
                    break;
                }
            }
        }
    }
}

async fn guard(mut events: broadcast::Receiver<u64>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(error) if matches!(error, RecvError::Lagged(_)) => println!("{error}"),
            Err(_) => break,
        }
    }
}

async fn next(events: &mut broadcast::Receiver<u64>) -> Option<u64> {
    loop {
        match events.recv().await {
            Ok(event) => return Some(event),
            Err(RecvError::Lagged(missed)) => println!("{missed} lost"),
            Err(RecvError::Closed) => return None,
        }
    }
}

async fn wrapped(mut events: broadcast::Receiver<u64>) {
    while let Some(event) = next(&mut events).await {
        println!("{event}");
    }
}

async fn after_select(mut events: broadcast::Receiver<u64>, stop: CancellationToken) {
    loop {
        let event = tokio::select! {
            () = stop.cancelled() => return,
            event = events.recv() => event,
        };
        match event {
            Ok(event) => println!("{event}"),
            Err(RecvError::Lagged(missed)) => println!("{missed} lost"),
            Err(RecvError::Closed) => return,
        }
    }
}
