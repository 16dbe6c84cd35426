//! The actor stops what it started and writes what it holds.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

struct Exporter {
    samples: mpsc::Receiver<f64>,
    buffer: Vec<f64>,
    timers: JoinSet<()>,
}

impl Exporter {
    async fn run(mut self) {
        self.timers.spawn(sleep(Duration::from_secs(60)));
        loop {
            tokio::select! {
                sample = self.samples.recv() => match sample {
                    Some(sample) => self.add(sample).await,
                    None => break,
                },
                Some(_) = self.timers.join_next() => println!("a minute has passed"),
            }
        }
        self.stopped().await;
    }

    async fn add(&mut self, sample: f64) {
        self.buffer.push(sample);
        if self.buffer.len() >= 64 {
            self.export().await;
        }
    }

    async fn export(&mut self) {
        for sample in self.buffer.drain(..) {
            sleep(Duration::from_micros(1)).await;
            println!("{sample}");
        }
    }

    async fn stopped(mut self) {
        self.export().await;
        self.timers.shutdown().await;
    }
}
