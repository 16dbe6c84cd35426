//! No loop that waits for the close: it is ended by a cancel of its task, and a close would be a panic.
use smol::channel::{unbounded, Receiver, Sender};
use std::sync::Arc;
pub struct Dht { tx: Sender<u32>, rx: Receiver<u32> }
impl Dht {
    pub fn new() -> Self { let (tx, rx) = unbounded(); Dht { tx, rx } }
    pub async fn add(&self, n: u32) { if self.tx.send(n).await.is_err() { println!("closed"); } }
}
pub async fn add_task(dht: Arc<Dht>) {
    loop {
        let n = dht.rx.recv().await.unwrap();
        println!("{n}");
    }
}
pub async fn run(ex: &smol::Executor<'static>) {
    let dht = Arc::new(Dht::new());
    let t = ex.spawn(add_task(dht.clone()));
    dht.add(1).await;
    t.cancel().await;
}

fn main() {}
