use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

async fn print(mut events: broadcast::Receiver<String>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(RecvError::Lagged(missed)) => println!("{missed} events lost"),
            Err(RecvError::Closed) => break,
        }
    }
}

async fn only_closed(mut events: broadcast::Receiver<String>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(RecvError::Closed) => return,
            Err(_) => {}
        }
    }
}
