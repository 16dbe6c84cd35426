//! Whichever branch is first, the program goes on.
async fn serve() -> std::io::Result<()> {
    let first = tokio::spawn(work(1)); //~ timeout-detaches-task
    let second = tokio::spawn(work(2)); //~ timeout-detaches-task
    tokio::select! {
        _ = first => Err(std::io::ErrorKind::Other.into()),
        _ = second => Err(std::io::ErrorKind::Other.into()),
    }
}

async fn work(number: u64) {
    for _ in 0..number {
        tokio::time::sleep(std::time::Duration::from_secs(number)).await;
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    loop {
        if let Err(error) = serve().await {
            println!("{error}");
        }
    }
}
