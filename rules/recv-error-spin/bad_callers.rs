//! The caller has given the sender away, or waits for nothing: the channel closes while the loop runs.
use crossbeam_channel::{Receiver, bounded, select, unbounded};
use tokio::sync::mpsc;

async fn work(stop: &mut mpsc::Receiver<bool>, jobs: &mut mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
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
    tokio::spawn(async move { stop_tx.send(true).await.ok() });
    work(&mut stop, &mut jobs).await;
}

fn work_in_thread(stop: &Receiver<bool>, jobs: &Receiver<u32>) {
    loop { //~ recv-error-spin
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
        scope.spawn(move || stop_tx.send(true));
        scope.spawn(|| work_in_thread(&stop, &jobs));
        tx.send(1).unwrap();
    });
}
