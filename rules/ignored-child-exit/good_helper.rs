//! Helpers that are lent a set: they look, or the children were told to end, or have nothing to say.
use std::time::Duration;
use tokio::task::JoinSet;

async fn empty(set: &mut JoinSet<()>) {
    while set.join_next().await.is_some() {}
}

async fn look(set: &mut JoinSet<std::io::Result<()>>) {
    while let Some(ended) = set.join_next().await {
        if !matches!(ended, Ok(Ok(()))) {
            eprintln!("{ended:?}");
        }
    }
}

async fn heartbeat(every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        println!("alive");
    }
}

async fn store(name: &'static str) -> std::io::Result<()> {
    tokio::fs::write(name, "").await
}

async fn files() {
    let mut files = JoinSet::new();
    files.spawn(store("a"));
    look(&mut files).await;
    let mut greetings = JoinSet::new();
    greetings.spawn(async { println!("hello") });
    empty(&mut greetings).await;
}

#[tokio::main]
async fn main() {
    files().await;
    let mut services = JoinSet::new();
    services.spawn(heartbeat(Duration::from_secs(1)));
    tokio::time::sleep(Duration::from_secs(9)).await;
    services.abort_all();
    empty(&mut services).await;
}
