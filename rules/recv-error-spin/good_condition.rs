//! The arm ends the loop by its condition, or ends the program.

use tokio::sync::{broadcast, mpsc};

async fn flag(mut jobs: mpsc::Receiver<u64>) {
    let mut running = true;
    while running {
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => running = false,
        }
    }
}

async fn panics(mut jobs: mpsc::Receiver<u64>) {
    loop {
        let job = jobs.recv().await.expect("the sender lives in a static");
        println!("{job}");
    }
}

async fn exits(mut jobs: mpsc::Receiver<u64>) {
    loop {
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => std::process::exit(1),
        }
    }
}

async fn question_mark(mut jobs: broadcast::Receiver<u64>) -> Result<(), broadcast::error::RecvError> {
    loop {
        let job = match jobs.recv().await {
            Err(broadcast::error::RecvError::Lagged(_)) => continue,
            other => other?,
        };
        println!("{job}");
    }
}

async fn counted(mut jobs: mpsc::Receiver<u64>) {
    for _ in 0..10 {
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

async fn asks_first(mut jobs: mpsc::Receiver<u64>) {
    let mut batch = Vec::new();
    loop {
        if jobs.recv_many(&mut batch, 32).await == 0 {
            break;
        }
        batch.clear();
    }
}
