use tokio::sync::watch;

struct Config {
    name: String,
}

async fn follow(mut rx: watch::Receiver<Config>) {
    while rx.changed().await.is_ok() {
        let config = rx.borrow(); //~ watch-borrow-across-await
        apply(&config.name).await;
    }
}

async fn apply(name: &str) {
    println!("{name}");
}
