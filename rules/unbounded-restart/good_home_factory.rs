//! A supervisor of the program's own waits after each failure.

use futures::future::BoxFuture;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::task::JoinHandle;

type Make = Box<dyn Fn() -> BoxFuture<'static, std::io::Result<()>> + Send + Sync>;

#[derive(Default)]
pub struct Supervisor {
    children: Vec<(String, Make)>,
}

impl Supervisor {
    pub fn child<F>(mut self, name: &str, make: F) -> Self
    where
        F: Fn() -> BoxFuture<'static, std::io::Result<()>> + Send + Sync + 'static,
    {
        self.children.push((name.to_owned(), Box::new(make)));
        self
    }

    pub fn start(self) -> Vec<JoinHandle<()>> {
        self.children
            .into_iter()
            .map(|(name, make)| {
                tokio::spawn(async move {
                    loop {
                        if let Err(error) = make().await {
                            eprintln!("{name}: {error}");
                            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                        }
                    }
                })
            })
            .collect()
    }
}

async fn tail() -> std::io::Result<()> {
    let file = File::open("app.log").await?;
    let mut lines = BufReader::new(file).lines();
    while let Some(line) = lines.next_line().await? {
        println!("{line}");
    }
    Ok(())
}

pub async fn run() {
    for task in Supervisor::default().child("tail", || Box::pin(tail())).start() {
        if let Err(error) = task.await {
            eprintln!("{error}");
        }
    }
}
