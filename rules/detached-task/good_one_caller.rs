use tokio::task::JoinHandle;

async fn work(n: u64) {
    tokio::time::sleep(std::time::Duration::from_secs(n)).await;
    println!("{n}");
}

fn start(n: u64) -> JoinHandle<()> {
    tokio::spawn(work(n))
}

// It says that it is meant.
pub fn kick() {
    drop(start(1));
}

pub async fn wait() {
    start(2).await.unwrap();
}

pub fn kept(all: &mut Vec<JoinHandle<()>>) {
    all.push(start(3));
}
