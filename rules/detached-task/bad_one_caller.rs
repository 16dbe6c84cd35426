use tokio::task::JoinHandle;

async fn work(n: u64) {
    tokio::time::sleep(std::time::Duration::from_secs(n)).await;
    println!("{n}");
}

fn start(n: u64) -> JoinHandle<()> {
    tokio::spawn(work(n))
}

pub fn kick() {
    start(1); //~ detached-task
}

pub async fn wait() {
    start(2).await.unwrap();
}
