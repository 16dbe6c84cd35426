//! Both count in the same static, and read the same list that is made once: that ties nobody.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;
use tokio::time::sleep;

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

static ROUNDS: AtomicU64 = AtomicU64::new(0);
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| vec!["a".to_owned()]);
static LAST: Mutex<u64> = Mutex::new(0);

async fn ping() -> Outcome {
    Ok(())
}

async fn produce() -> Outcome {
    loop {
        sleep(Duration::from_secs(1)).await;
        ROUNDS.fetch_add(1, Ordering::Relaxed);
        println!("{:?}", NAMES.first());
        *LAST.lock().unwrap() += 1;
        ping().await?;
    }
}

async fn consume() -> Outcome {
    loop {
        sleep(Duration::from_secs(2)).await;
        ROUNDS.fetch_add(1, Ordering::Relaxed);
        println!("{:?}", NAMES.last());
        *LAST.lock().unwrap() += 1;
        ping().await?;
    }
}

pub async fn run() -> Outcome {
    tokio::try_join!(produce(), consume())?; //~ unrelated-children
    Ok(())
}
