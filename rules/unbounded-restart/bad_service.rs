//! A service that opens a file first fails at once and again while there is none.

use std::future::Future;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader};

async fn tail(path: &str) -> std::io::Result<()> {
    let file = File::open(path).await?;
    let mut lines = BufReader::new(file).lines();
    while let Some(line) = lines.next_line().await? {
        println!("{line}");
    }
    Ok(())
}

pub async fn keep_tailing() {
    loop { //~ unbounded-restart
        if let Err(error) = tail("other.log").await {
            eprintln!("{error}");
        }
    }
}

fn restarting<F, Fut>(name: &'static str, mut make: F) -> tokio::task::JoinHandle<()>
where
    F: FnMut() -> Fut + Send + 'static,
    Fut: Future<Output = std::io::Result<()>> + Send + 'static,
{
    tokio::spawn(async move {
        loop { //~ unbounded-restart
            match make().await {
                Ok(()) => break,
                Err(error) => {
                    eprintln!("{name}: {error}");
                }
            }
        }
    })
}

pub async fn run() -> Result<(), tokio::task::JoinError> {
    restarting("log", || tail("app.log")).await
}
