use tokio::task::JoinHandle;

async fn load(n: u64) -> Result<u64, String> {
    tokio::time::sleep(std::time::Duration::from_secs(n)).await;
    if n > 3 { Err("too far".into()) } else { Ok(n) }
}

fn start(n: u64) -> JoinHandle<Result<u64, String>> {
    tokio::spawn(load(n))
}

pub async fn kick() {
    if let Ok(Err(error)) = start(1).await {
        eprintln!("{error}");
    }
}

pub async fn wait() -> Result<u64, String> {
    start(2).await.unwrap()
}
