//! Two actors that await each other's reply in their loops wait for ever when both ask at once; it is right that one of
//! them waits for a limited time only.

use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

pub struct Price {
    item: u32,
    reply: oneshot::Sender<u64>,
}

pub struct Left {
    item: u32,
    reply: oneshot::Sender<u32>,
}

async fn ask_price(shop: &mpsc::Sender<Price>, item: u32) -> Option<u64> {
    let (reply, price) = oneshot::channel();
    shop.send(Price { item, reply }).await.ok()?;
    price.await.ok()
}

async fn shop(mut asked: mpsc::Receiver<Price>, depot: mpsc::Sender<Left>) {
    while let Some(Price { item, reply }) = asked.recv().await {
        let (answer, left) = oneshot::channel();
        if depot.send(Left { item, reply: answer }).await.is_err() {
            break;
        }
        let left = left.await.unwrap_or(0);
        let _ = reply.send(if left < 10 { 200 } else { 100 });
    }
}

async fn depot(mut asked: mpsc::Receiver<Left>, shop: mpsc::Sender<Price>) {
    while let Some(Left { item, reply }) = asked.recv().await {
        let price = timeout(Duration::from_secs(1), ask_price(&shop, item)).await.ok().flatten();
        let _ = reply.send(if price.is_some_and(|cents| cents > 150) { 5 } else { 50 });
    }
}

pub async fn market() {
    let (prices, asked_prices) = mpsc::channel(8);
    let (left, asked_left) = mpsc::channel(8);
    tokio::join!(shop(asked_prices, left), depot(asked_left, prices));
}
