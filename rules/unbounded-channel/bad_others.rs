//! Other crates, other names.

use futures::StreamExt;
use futures::channel::mpsc as fut;
use std::sync::mpsc as std_mpsc;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

async fn feed_flume(mut frames: ReceiverStream<Vec<u8>>) -> flume::Receiver<Vec<u8>> {
    let (tx, rx) = flume::unbounded(); //~ unbounded-channel
    while let Some(frame) = frames.next().await {
        if tx.send(frame).is_err() {
            break;
        }
    }
    rx
}

async fn feed_async_channel(mut frames: mpsc::Receiver<Vec<u8>>) -> async_channel::Receiver<Vec<u8>> {
    let (tx, rx) = async_channel::unbounded::<Vec<u8>>(); //~ unbounded-channel
    while let Some(frame) = frames.recv().await {
        if tx.send(frame).await.is_err() {
            break;
        }
    }
    rx
}

async fn feed_futures(mut frames: mpsc::Receiver<Vec<u8>>) -> fut::UnboundedReceiver<Vec<u8>> {
    let (tx, rx) = fut::unbounded(); //~ unbounded-channel
    while let Some(frame) = frames.recv().await {
        if tx.unbounded_send(frame).is_err() {
            break;
        }
    }
    rx
}

async fn feed_std(mut frames: mpsc::Receiver<Vec<u8>>) -> std_mpsc::Receiver<Vec<u8>> {
    let (tx, rx) = std_mpsc::channel(); //~ unbounded-channel
    while let Some(frame) = frames.recv().await {
        if tx.send(frame).is_err() {
            break;
        }
    }
    rx
}
