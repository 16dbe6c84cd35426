//! The end of a stream is named, and something is done about it.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio_stream::StreamMap;
use tokio_stream::wrappers::ReceiverStream;

async fn of_another_crate(client: &other_crate::Client) {
    loop {
        let mut events = client.events();
        match events.next().await {
            Some(event) => println!("{event}"),
            None => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
        }
    }
}

async fn made_anew(client: &other_crate::Client) {
    let mut events = client.events();
    loop {
        match events.next().await {
            Some(event) => println!("{event}"),
            None => {
                events = client.events();
                continue;
            }
        }
    }
}

/// The branch is left out while there is nothing.
async fn consume(mut queues: StreamMap<String, ReceiverStream<u8>>, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            Some((queue, message)) = queues.next() => println!("{queue}: {message}"),
            _ = &mut stop => break,
        }
    }
}

async fn gather(
    mut jobs: FuturesUnordered<futures::future::BoxFuture<'static, u8>>,
    mut new: tokio::sync::mpsc::Receiver<u8>,
) {
    loop {
        tokio::select! {
            done = jobs.next(), if !jobs.is_empty() => if let Some(done) = done {
                println!("{done}");
            },
            job = new.recv() => match job {
                Some(job) => jobs.push(Box::pin(async move { job })),
                None => break,
            },
        }
    }
}

/// The macro of `futures` leaves a set out that has come to its end.
async fn gather_fused(
    mut jobs: FuturesUnordered<futures::future::BoxFuture<'static, u8>>,
    mut new: futures::channel::mpsc::Receiver<u8>,
) {
    loop {
        futures::select! {
            done = jobs.next() => if let Some(done) = done {
                println!("{done}");
            },
            job = new.next() => match job {
                Some(job) => jobs.push(Box::pin(async move { job })),
                None => break,
            },
        }
    }
}

/// The loop waits for the next job, whatever the set says.
async fn so_many_at_once(mut new: tokio::sync::mpsc::Receiver<u8>) {
    let mut jobs = FuturesUnordered::new();
    while let Some(job) = new.recv().await {
        if jobs.len() > 9 {
            jobs.next().await;
        }
        jobs.push(async move { println!("{job}") });
    }
}
