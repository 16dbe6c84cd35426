//! Streams that never end, and what looks at a channel without waiting for it.

use futures::stream::FuturesUnordered;
use futures::{StreamExt, stream};
use std::time::Duration;
use tokio::time::interval;
use tokio_stream::StreamMap;
use tokio_stream::wrappers::{IntervalStream, ReceiverStream};

pub async fn merged(messages: futures::channel::mpsc::Receiver<u8>) {
    let ticks = IntervalStream::new(interval(Duration::from_secs(1))).map(|_| 0);
    let mut all = Box::pin(stream::select(messages, ticks));
    while let Some(message) = all.next().await { //= loop source=stream on_close=ignored
        println!("{message}");
    }
}

pub async fn unfolded(messages: futures::channel::mpsc::Receiver<u8>, pause: Duration) {
    let beats = stream::unfold(0, move |count| async move {
        tokio::time::sleep(pause).await;
        Some((count, count + 1))
    });
    let mut all = Box::pin(stream::select(messages, beats));
    while let Some(message) = all.next().await { //= loop source=stream on_close=ignored
        println!("{message}");
    }
}

pub async fn unfolded_to_an_end(messages: futures::channel::mpsc::Receiver<u8>, pause: Duration) {
    let beats = stream::unfold(0, move |count| async move {
        tokio::time::sleep(pause).await;
        if count > 9 { None } else { Some((count, count + 1)) }
    });
    let mut all = Box::pin(stream::select(messages, beats));
    while let Some(message) = all.next().await { //= loop source=stream on_close=exits
        println!("{message}");
    }
}

pub async fn both_end(one: futures::channel::mpsc::Receiver<u8>, other: futures::channel::mpsc::Receiver<u8>) {
    let mut all = stream::select(one, other);
    while let Some(message) = all.next().await { //= loop on_close=exits
        println!("{message}");
    }
}

pub fn looks(control: std::sync::mpsc::Receiver<u8>, out: std::sync::mpsc::Sender<u8>) {
    loop { //= loop on_close=ignored
        if let Ok(message) = control.try_recv() {
            println!("{message}");
        }
        if out.send(1).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

pub struct Worker {
    inbox: Option<tokio::sync::mpsc::Receiver<u8>>,
}

impl Worker {
    pub async fn run(&mut self) {
        while let Some(inbox) = self.inbox.as_mut() { //= loop source=mpsc form=while-let
            match inbox.recv().await {
                Some(message) => println!("{message}"),
                None => self.inbox = None,
            }
        }
    }
}

/// An empty map answers `None` at once.
pub async fn consume(mut queues: StreamMap<String, ReceiverStream<u8>>, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop { //= loop source=stream on_close=spins verdict=spins
        tokio::select! {
            message = queues.next() => {
                if let Some((queue, message)) = message {
                    println!("{queue}: {message}");
                }
            }
            _ = &mut stop => break,
        }
    }
}

/// Its branch fills it again.
pub async fn refill(mut jobs: FuturesUnordered<futures::future::BoxFuture<'static, u8>>, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop { //= loop source=stream on_close=ignored
        tokio::select! {
            _ = jobs.next() => {
                if jobs.is_empty() {
                    start(&jobs);
                }
            }
            _ = &mut stop => break,
        }
    }
}

fn start(jobs: &FuturesUnordered<futures::future::BoxFuture<'static, u8>>) {
    jobs.push(Box::pin(async { 1 }));
}
