//! `recv_many` gives 0 when the channel is closed, at once and for ever; it is right to take 0 as the end.

use tokio::sync::mpsc;

pub struct Metric {
    pub name: String,
    pub value: f64,
}

pub async fn export(mut metrics: mpsc::Receiver<Metric>) {
    let mut batch = Vec::with_capacity(128);
    loop {
        let taken = metrics.recv_many(&mut batch, 128).await;
        if taken == 0 {
            break;
        }
        println!("{taken} metrics");
        for metric in batch.drain(..) {
            println!("{} {}", metric.name, metric.value);
        }
    }
}
