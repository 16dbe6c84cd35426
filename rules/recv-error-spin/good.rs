use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};

async fn while_let(mut jobs: mpsc::Receiver<u64>) {
    while let Some(job) = jobs.recv().await {
        println!("job {job}");
    }
}

async fn closed_breaks(mut events: broadcast::Receiver<u64>) {
    loop {
        match events.recv().await {
            Ok(event) => println!("event {event}"),
            Err(RecvError::Lagged(missed)) => println!("{missed} lost"),
            Err(RecvError::Closed) => break,
        }
    }
}

async fn let_else(mut jobs: mpsc::UnboundedReceiver<u64>) {
    loop {
        let Some(job) = jobs.recv().await else {
            return;
        };
        println!("job {job}");
    }
}

async fn changed(mut config: watch::Receiver<String>) {
    while config.changed().await.is_ok() {
        println!("{}", *config.borrow());
    }
}
