//! It is only asked whether a child has ended, and not how.

use tokio::task::JoinSet;

pub struct Writers {
    set: JoinSet<std::io::Result<()>>,
}

impl Writers {
    pub fn new(count: usize) -> Self {
        let mut set = JoinSet::new();
        for number in 0..count {
            set.spawn(async move {
                loop {
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                    tokio::fs::write(format!("alive-{number}"), "").await?;
                }
            });
        }
        Self { set }
    }

    pub async fn run(mut self) {
        loop {
            tokio::select! { //~ ignored-child-exit
                end = self.set.join_next() => match end {
                    Some(_) => continue,
                    None => break,
                },
                _ = tokio::signal::ctrl_c() => break,
            }
        }
        self.set.shutdown().await;
    }
}

async fn upload(path: String) -> std::io::Result<()> {
    tokio::fs::read(path).await.map(drop)
}

pub async fn upload_all(paths: Vec<String>) {
    let mut set = JoinSet::new();
    for path in paths {
        set.spawn(upload(path));
    }
    loop { //~ ignored-child-exit
        match set.join_next().await {
            Some(_) => {}
            None => break,
        }
    }
}
