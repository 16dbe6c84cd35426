//! They meet in a static: a queue behind a lock, a map, the end of a channel that is kept for all.

use dashmap::DashMap;
use std::sync::{LazyLock, Mutex, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

static QUEUE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static SEEN: LazyLock<DashMap<u32, u32>> = LazyLock::new(DashMap::new);
static ORDERS: OnceLock<mpsc::Sender<u32>> = OnceLock::new();

async fn ping() -> Outcome {
    Ok(())
}

async fn produce() -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        QUEUE.lock().unwrap().push(1);
        ping().await?;
    }
}

fn take() -> Option<u32> {
    QUEUE.lock().unwrap().pop()
}

async fn consume() -> Outcome {
    loop {
        sleep(Duration::from_secs(2)).await;
        println!("{:?}", take());
        ping().await?;
    }
}

pub async fn through_a_function() -> Outcome {
    tokio::try_join!(produce(), consume())?;
    Ok(())
}

async fn note() -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        SEEN.insert(1, 2);
        ping().await?;
    }
}

async fn forget() -> Outcome {
    loop {
        sleep(Duration::from_secs(60)).await;
        SEEN.remove(&1);
        ping().await?;
    }
}

pub async fn in_a_set() -> Outcome {
    let mut services = JoinSet::new();
    services.spawn(note());
    services.spawn(forget());
    while let Some(end) = services.join_next().await {
        end??;
    }
    Ok(())
}

async fn order() -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        ORDERS.get().ok_or("not yet")?.send(1).await?;
    }
}

async fn deliver(mut orders: mpsc::Receiver<u32>) -> Outcome {
    while let Some(order) = orders.recv().await {
        println!("{order}");
    }
    Ok(())
}

pub async fn over_a_channel() -> Outcome {
    let (sender, orders) = mpsc::channel(8);
    let _ = ORDERS.set(sender);
    tokio::try_join!(order(), deliver(orders))?;
    Ok(())
}
