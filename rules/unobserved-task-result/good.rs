use std::io;
use tokio::task::JoinHandle;

async fn compact(name: String) -> io::Result<u64> {
    tokio::fs::remove_file(&name).await?;
    Ok(1)
}

async fn count(name: String) {
    println!("{}", name.len());
}

async fn finish(name: String) -> io::Result<u64> {
    let worker = tokio::spawn(compact(name.clone()));
    let counter = tokio::spawn(count(name));
    if let Err(error) = counter.await {
        eprintln!("the counter panicked: {error}");
    }
    worker.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

struct Store {
    compaction: JoinHandle<io::Result<u64>>,
}

impl Store {
    fn open(name: String) -> Self {
        Self { compaction: tokio::spawn(async move { compact(name).await }) }
    }

    async fn close(self) {
        match self.compaction.await {
            Ok(Ok(count)) => println!("{count} removed"),
            Ok(Err(error)) => eprintln!("{error}"),
            Err(error) => eprintln!("compaction panicked: {error}"),
        }
    }
}
