use tokio::sync::watch;

struct Config {
    name: String,
}

async fn follow(mut rx: watch::Receiver<Config>) {
    while rx.changed().await.is_ok() {
        let name = rx.borrow().name.clone();
        apply(&name).await;
    }
}

async fn apply(name: &str) {
    println!("{name}");
}

/// Each side of `&&` drops what it made before the other begins.
pub async fn sides(stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() && !std::future::ready(true).await {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}
