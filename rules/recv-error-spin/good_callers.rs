//! The caller keeps the sender of the word that ends the loop until the loop is over: that channel cannot close before.
use crossbeam_channel::{Receiver, bounded, select, unbounded};
use tokio::sync::mpsc;

async fn work(stop: &mut mpsc::Receiver<bool>, jobs: &mut mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            word = stop.recv() => if let Some(true) = word { break },
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
        }
    }
}

pub async fn run(mut jobs: mpsc::Receiver<u32>) {
    let (stop_tx, mut stop) = mpsc::channel(2);
    let told = stop_tx.clone();
    tokio::spawn(async move { told.send(true).await.ok() });
    work(&mut stop, &mut jobs).await;
    drop(stop_tx);
}

fn work_in_thread(stop: &Receiver<bool>, jobs: &Receiver<u32>) {
    loop {
        select! {
            recv(stop) -> word => if let Ok(true) = word { break },
            recv(jobs) -> job => match job {
                Ok(job) => println!("{job}"),
                Err(_) => break,
            },
        }
    }
}

pub fn run_in_threads() {
    let (stop_tx, stop) = bounded::<bool>(2);
    let (tx, jobs) = unbounded::<u32>();
    std::thread::scope(|scope| {
        scope.spawn(|| stop_tx.send(true));
        scope.spawn(|| work_in_thread(&stop, &jobs));
        tx.send(1).unwrap();
    });
}
