//! The thread that drives the code drives the jobs, too.
use std::sync::mpsc;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

pub fn start(jobs: mpsc::Receiver<u64>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut running = JoinSet::new();
            while let Ok(job) = jobs.recv() { //~ blocking-channel-in-async
                running.spawn(async move { println!("{job}") });
            }
            while running.join_next().await.is_some() {}
        });
    })
}
