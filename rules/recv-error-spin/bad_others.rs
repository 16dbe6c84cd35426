//! Other channels, other names for the same thing.

use flume as queue;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::mpsc::{Receiver as Inbox, UnboundedReceiver};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

type Jobs = UnboundedReceiver<u64>;

async fn flume(jobs: queue::Receiver<u64>) {
    loop { //~ recv-error-spin
        let job = match jobs.recv_async().await {
            Ok(job) => job,
            Err(_) => continue,
        };
        println!("{job}");
    }
}

async fn async_channel(jobs: async_channel::Receiver<u64>) {
    while true { //~ recv-error-spin
        if let Ok(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

async fn alias(mut jobs: Jobs) {
    loop { //~ recv-error-spin
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => {}
        }
    }
}

async fn many(mut jobs: Inbox<u64>) {
    let mut batch = Vec::new();
    loop { //~ recv-error-spin
        jobs.recv_many(&mut batch, 32).await;
        for job in batch.drain(..) {
            println!("{job}");
        }
    }
}

async fn stream(mut jobs: ReceiverStream<u64>) {
    loop { //~ recv-error-spin
        if let Some(job) = jobs.next().await {
            println!("{job}");
        }
    }
}

async fn names_closed(mut events: broadcast::Receiver<u64>) {
    loop { //~ recv-error-spin
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(RecvError::Lagged(missed)) => println!("{missed} lost"),
            Err(RecvError::Closed) => println!("closed"),
        }
    }
}
