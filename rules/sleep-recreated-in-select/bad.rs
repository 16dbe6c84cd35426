use std::time::Duration;
use tokio::sync::mpsc;

async fn report_load() {
    println!("load");
}

async fn serve(mut jobs: mpsc::Receiver<u32>) {
    let mut done = 0u64;
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => done += u64::from(job),
                None => break,
            },
            _ = tokio::time::sleep(Duration::from_secs(60)) => report_load().await, //~ sleep-recreated-in-select
        }
    }
    println!("{done}");
}

#[tokio::main]
async fn main() {
    let (tx, rx) = mpsc::channel(8);
    let server = tokio::spawn(serve(rx));
    let _ = tx.send(1).await;
    drop(tx);
    server.await.unwrap();
}
