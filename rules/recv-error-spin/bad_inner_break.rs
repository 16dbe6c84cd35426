//! The `break` leaves the inner loop only.

use tokio::sync::mpsc;

async fn drain(mut jobs: mpsc::Receiver<u64>) {
    let mut rounds = 0_u64;
    loop { //~ recv-error-spin
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
        rounds += 1;
        println!("round {rounds}");
    }
}
