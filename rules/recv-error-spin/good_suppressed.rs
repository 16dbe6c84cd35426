//! A finding that was looked at and accepted, and test code.

use tokio::sync::mpsc;

async fn until_killed(mut jobs: mpsc::Receiver<u64>) {
    // tether: allow(recv-error-spin, reason = "the process is killed when the channel closes")
    loop {
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    #[tokio::test]
    #[ignore = "spins"]
    async fn spins() {
        let (tx, mut rx) = mpsc::channel::<u64>(1);
        drop(tx);
        loop {
            if let Some(job) = rx.recv().await {
                println!("{job}");
            }
        }
    }
}
