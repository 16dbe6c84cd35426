//! `else` is taken when all channels are closed, and in each round from then on; it is right to break there.

use tokio::sync::mpsc;

pub struct Order(pub u64);

pub struct Refund(pub u64);

pub async fn book(mut orders: mpsc::Receiver<Order>, mut refunds: mpsc::Receiver<Refund>) -> i64 {
    let mut balance = 0_i64;
    loop {
        tokio::select! {
            Some(Order(cents)) = orders.recv() => balance += cents as i64,
            Some(Refund(cents)) = refunds.recv() => balance -= cents as i64,
            else => break,
        }
    }
    balance
}
