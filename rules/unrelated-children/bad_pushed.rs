//! The futures are pushed one by one, and a set is cut after its first exit.

use futures::future::{BoxFuture, try_join_all};
use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

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

pub async fn set_of_futures() -> Outcome {
    let mut services = FuturesUnordered::<BoxFuture<'static, Outcome>>::new();
    services.push(Box::pin(crawl()));
    services.push(Box::pin(rotate()));
    while let Some(end) = services.next().await { //~ unrelated-children
        end?;
    }
    Ok(())
}

pub async fn list_of_futures() -> Outcome {
    let mut services: Vec<BoxFuture<'static, Outcome>> = Vec::new();
    services.push(Box::pin(crawl()));
    services.push(Box::pin(rotate()));
    try_join_all(services).await?; //~ unrelated-children
    Ok(())
}

pub async fn aborted_after_the_first() -> Outcome {
    let mut services = JoinSet::new();
    services.spawn(crawl());
    services.spawn(rotate());
    if let Some(end) = services.join_next().await { //~ unrelated-children
        services.abort_all();
        return end?;
    }
    Ok(())
}

pub async fn shut_down_after_the_first() {
    let mut services = JoinSet::new();
    services.spawn(crawl());
    services.spawn(rotate());
    let first = services.join_next().await; //~ unrelated-children
    println!("{first:?}");
    services.shutdown().await;
}
