//! The endless loop belongs to something else than the spawned task.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// The loop is the caller's: it is awaited, not spawned.
async fn serve(mut jobs: mpsc::Receiver<u64>) {
    let mut seen = 0_u64;
    loop {
        let Some(job) = jobs.recv().await else { return };
        seen += job;
        println!("{seen}");
    }
}

/// The loop is in a closure that the task only defines.
fn defines_a_closure(jobs: mpsc::Receiver<u64>) {
    tokio::spawn(async move {
        let spin = || async {
            loop {
                sleep(Duration::from_secs(1)).await;
            }
        };
        println!("{} bytes", size_of_val(&spin));
        serve(jobs).await;
    });
}

/// A nested item of the same name does not count.
fn nested_item(jobs: mpsc::Receiver<u64>) {
    async fn run(jobs: mpsc::Receiver<u64>) {
        serve(jobs).await;
    }
    tokio::spawn(run(jobs));
}

mod other {
    use super::{Duration, sleep};

    pub async fn run() {
        loop {
            sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn in_front() {
    other::run().await;
}
