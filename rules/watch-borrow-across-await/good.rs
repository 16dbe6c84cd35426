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
