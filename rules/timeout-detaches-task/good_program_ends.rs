//! Whichever branch is first, the program ends, and the tasks with it.
async fn serve() -> std::io::Result<()> {
    let first = tokio::spawn(work(1));
    let second = tokio::spawn(work(2));
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
    let served = serve();
    tokio::select! {
        served = served => served,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}
