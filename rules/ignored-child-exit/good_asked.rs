//! Both matches say how a child has ended.

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
            tokio::select! {
                end = self.set.join_next() => match end {
                    Some(end) => println!("{end:?}"),
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
    loop {
        match set.join_next().await {
            Some(end) => println!("{end:?}"),
            None => break,
        }
    }
}
