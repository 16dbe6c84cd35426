//! The futures are pushed one by one, and the others go on when one has ended, are told to end, or belong together.

use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

async fn ping() -> Outcome {
    Ok(())
}

async fn crawl() -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        ping().await?;
    }
}

async fn rotate() -> Outcome {
    loop {
        sleep(Duration::from_secs(60)).await;
        ping().await?;
    }
}

async fn produce(sender: mpsc::Sender<u32>) -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        sender.send(1).await?;
    }
}

async fn consume(mut numbers: mpsc::Receiver<u32>) -> Outcome {
    while let Some(number) = numbers.recv().await {
        println!("{number}");
    }
    Ok(())
}

pub async fn goes_on() {
    let mut services = FuturesUnordered::<BoxFuture<'static, Outcome>>::new();
    services.push(Box::pin(crawl()));
    services.push(Box::pin(rotate()));
    while let Some(end) = services.next().await {
        if let Err(error) = end {
            println!("{error}");
        }
    }
}

pub async fn related() -> Outcome {
    let (sender, numbers) = mpsc::channel(8);
    let mut services = FuturesUnordered::<BoxFuture<'static, Outcome>>::new();
    services.push(Box::pin(produce(sender)));
    services.push(Box::pin(consume(numbers)));
    while let Some(end) = services.next().await {
        end?;
    }
    Ok(())
}

pub async fn told_first(stop: CancellationToken) {
    let mut services = JoinSet::new();
    services.spawn(crawl());
    services.spawn(rotate());
    let first = services.join_next().await;
    println!("{first:?}");
    stop.cancel();
    sleep(Duration::from_secs(5)).await;
    services.shutdown().await;
}
