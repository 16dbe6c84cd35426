// Questions in both directions, of which at most one holds up a loop.
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::time::timeout;

type Ask = oneshot::Sender<u32>;

async fn ask(mut inbox: UnboundedReceiver<Ask>, other: UnboundedSender<Ask>) {
    while let Some(reply) = inbox.recv().await {
        let (tx, rx) = oneshot::channel();
        let _ = other.send(tx);
        let _ = reply.send(rx.await.unwrap_or(0));
    }
}

async fn ask_in_a_task(mut inbox: UnboundedReceiver<Ask>, other: UnboundedSender<Ask>) {
    while let Some(reply) = inbox.recv().await {
        let other = other.clone();
        tokio::spawn(async move {
            let (tx, rx) = oneshot::channel();
            let _ = other.send(tx);
            let _ = reply.send(rx.await.unwrap_or(0));
        });
    }
}

async fn ask_for_a_second(mut inbox: UnboundedReceiver<Ask>, other: UnboundedSender<Ask>) {
    while let Some(reply) = inbox.recv().await {
        let (tx, rx) = oneshot::channel();
        let _ = other.send(tx);
        let answer = timeout(Duration::from_secs(1), rx).await;
        let _ = reply.send(answer.map_or(0, |answer| answer.unwrap_or(0)));
    }
}

pub fn a_task_waits() {
    let (to_a, a) = mpsc::unbounded_channel();
    let (to_b, b) = mpsc::unbounded_channel();
    tokio::spawn(ask(a, to_b));
    tokio::spawn(ask_in_a_task(b, to_a));
}

pub fn not_for_ever() {
    let (to_a, a) = mpsc::unbounded_channel();
    let (to_b, b) = mpsc::unbounded_channel();
    tokio::spawn(ask(a, to_b));
    tokio::spawn(ask_for_a_second(b, to_a));
}

pub fn in_one_direction(last: UnboundedSender<Ask>) -> UnboundedSender<Ask> {
    let (to_a, a) = mpsc::unbounded_channel();
    let (to_b, b) = mpsc::unbounded_channel();
    tokio::spawn(ask(a, to_b));
    tokio::spawn(ask(b, last));
    to_a
}
