//! Two of the three belong together; the third does not.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

#[derive(Clone)]
struct Config {
    period: Duration,
}

#[derive(Debug)]
struct Ended(&'static str);

async fn produce(config: Config, samples: mpsc::Sender<u64>) -> Result<(), Ended> {
    let mut tick = interval(config.period);
    for n in 0.. {
        tick.tick().await;
        if samples.send(n).await.is_err() {
            break;
        }
    }
    Err(Ended("produce"))
}

async fn consume(mut samples: mpsc::Receiver<u64>) -> Result<(), Ended> {
    while let Some(sample) = samples.recv().await {
        println!("{sample}");
    }
    Err(Ended("consume"))
}

async fn report_uptime(config: Config) -> Result<(), Ended> {
    loop {
        sleep(config.period).await;
        println!("still here");
        if config.period.is_zero() {
            return Err(Ended("report"));
        }
    }
}

async fn run(config: Config) -> Result<(), Ended> {
    let (tx, rx) = mpsc::channel(16);
    tokio::try_join!(produce(config.clone(), tx), consume(rx), report_uptime(config)).map(|_| ()) //~ unrelated-children
}
