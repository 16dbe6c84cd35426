//! The buffer is a field, and the loop is the whole life of the value.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

struct Exporter {
    samples: mpsc::Receiver<f64>,
    stop: CancellationToken,
    buffer: Vec<f64>,
}

impl Exporter {
    async fn run(mut self) {
        loop { //~ missing-terminate-handler
            tokio::select! {
                () = self.stop.cancelled() => break,
                sample = self.samples.recv() => match sample {
                    Some(sample) => self.add(sample).await,
                    None => break,
                },
            }
        }
        println!("exporter stopped");
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
}
