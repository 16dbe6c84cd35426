use std::io;
use tokio::task::JoinHandle;

async fn compact(name: String) -> io::Result<u64> {
    tokio::fs::remove_file(&name).await?;
    Ok(1)
}

async fn count(name: String) {
    println!("{}", name.len());
}

async fn finish(name: String) {
    let worker = tokio::spawn(compact(name.clone()));
    let counter = tokio::spawn(count(name));
    let _ = worker.await; //~ unobserved-task-result
    let _ = counter.await; //~ unobserved-task-result
}

struct Store {
    compaction: JoinHandle<io::Result<u64>>,
}

impl Store {
    fn open(name: String) -> Self {
        Self { compaction: tokio::spawn(async move { compact(name).await }) }
    }

    async fn close(self) {
        self.compaction.await.ok(); //~ unobserved-task-result
    }
}
