//! A `select!` branch that takes any answer wins each round once the channel is closed; it is right to break at `None`.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;

pub struct Sample {
    pub celsius: f64,
}

pub async fn average(mut samples: mpsc::Receiver<Sample>) {
    let mut report = interval(Duration::from_secs(60));
    let (mut sum, mut count) = (0.0, 0_u32);
    loop {
        tokio::select! {
            sample = samples.recv() => {
                if let Some(sample) = sample {
                    sum += sample.celsius;
                    count += 1;
                } else {
                    break;
                }
            }
            _ = report.tick() => println!("{:.1} degrees on average", sum / f64::from(count.max(1))),
        }
    }
}
