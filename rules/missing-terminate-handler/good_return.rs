//! Both ways out of the loop lead to what writes the batch.
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

pub struct Metric {
    name: String,
    value: f64,
}

async fn export(batch: &[Metric]) {
    let lines: Vec<String> = batch.iter().map(|metric| format!("{} {}", metric.name, metric.value)).collect();
    tokio::fs::write("metrics", lines.join("\n")).await.ok();
}

pub async fn run(mut metrics: Receiver<Metric>, stop: CancellationToken) {
    let mut batch = Vec::new();
    let mut tick = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            _ = stop.cancelled() => {
                println!("stopped");
                break;
            }
            metric = metrics.recv() => match metric {
                Some(metric) => batch.push(metric),
                None => break,
            },
            _ = tick.tick() => {
                export(&batch).await;
                batch.clear();
            }
        }
    }
    export(&batch).await;
}
