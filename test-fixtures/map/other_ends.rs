//! Loops that ask for the end of another channel than their own: until then, they go round at once. Beside each, one
//! whose own channel ends it.
use futures::stream::{BoxStream, StreamExt};
use tokio::sync::{mpsc, oneshot, watch};

pub async fn until_nobody_watches(mut jobs: mpsc::Receiver<u8>, state: watch::Sender<u8>) {
    loop { //= loop on_close=spins verdict=spins
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
        if state.is_closed() {
            return;
        }
    }
}

pub async fn until_nobody_listens(mut jobs: mpsc::Receiver<u8>, results: mpsc::Sender<u8>) {
    loop { //= loop on_close=spins verdict=spins
        tokio::select! {
            job = jobs.recv() => {
                if let Some(job) = job {
                    println!("{job}");
                }
            }
        }
        if results.is_closed() {
            break;
        }
    }
}

pub async fn until_nobody_waits(mut jobs: mpsc::Receiver<u8>, done: oneshot::Sender<u8>) {
    loop { //= loop on_close=spins verdict=spins
        if done.is_closed() {
            break;
        }
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}

pub async fn until_three(mut numbers: BoxStream<'static, u8>) {
    loop { //= loop on_close=spins verdict=spins
        match numbers.next().await {
            Some(3) => return,
            _ => {}
        }
    }
}

pub async fn left_before(mut jobs: mpsc::Receiver<u8>, state: watch::Sender<u8>) {
    loop { //= loop on_close=exits verdict=ok
        match jobs.recv().await {
            Some(job) => println!("{job}"),
            None => return,
        }
        if state.is_closed() {
            return;
        }
    }
}

pub async fn until_closed(mut jobs: mpsc::Receiver<u8>) {
    loop { //= loop on_close=exits verdict=ok
        tokio::select! {
            job = jobs.recv() => {
                if let Some(job) = job {
                    println!("{job}");
                }
            }
        }
        if jobs.is_closed() {
            break;
        }
    }
}

pub async fn left_in_the_round(mut jobs: mpsc::Receiver<u8>, done: oneshot::Sender<u8>) {
    while !done.is_closed() { //= loop on_close=exits verdict=ok
        let Some(job) = jobs.recv().await else { break };
        println!("{job}");
    }
}

pub async fn until_three_or_the_end(mut numbers: BoxStream<'static, u8>) {
    loop { //= loop on_close=exits verdict=ok
        match numbers.next().await {
            Some(3) | None => return,
            _ => {}
        }
    }
}
