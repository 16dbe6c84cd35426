//! `Ok(None)` is a message where the channel carries options, and a token that is cancelled ends the loop.

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

async fn forward(mut port: broadcast::Receiver<Option<u32>>) {
    loop {
        match port.recv().await {
            Err(RecvError::Lagged(lost)) => println!("{lost} lost"),
            Ok(Some(number)) => println!("{number}"),
            Ok(None) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn until_stopped(mut lines: broadcast::Receiver<String>, stop: CancellationToken) {
    loop {
        tokio::select! { biased;
            () = stop.cancelled() => return,
            line = lines.recv() => match line {
                Ok(line) => println!("{line}"),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => {
                    stop.cancel();
                }
            },
        }
    }
}
