//! The same with a pause.

use futures_lite::StreamExt;
use lapin::options::{BasicAckOptions, BasicConsumeOptions};
use lapin::types::FieldTable;
use lapin::{Connection, ConnectionProperties};
use std::time::Duration;
use tracing::{error, info};

pub struct Worker {
    amqp: String,
    queue: String,
}

fn jitter(base: Duration) -> Duration {
    base.mul_f64(rand::random::<f64>() + 0.5)
}

impl Worker {
    async fn consume(&self) -> Result<(), lapin::Error> {
        let connection = Connection::connect(&self.amqp, ConnectionProperties::default()).await?;
        let channel = connection.create_channel().await?;
        let mut consumer = channel
            .basic_consume(&self.queue, "worker", BasicConsumeOptions::default(), FieldTable::default())
            .await?;
        info!(queue = %self.queue, "consuming");
        while let Some(delivery) = consumer.next().await {
            let delivery = delivery?;
            info!(bytes = delivery.data.len(), "job");
            delivery.ack(BasicAckOptions::default()).await?;
        }
        Ok(())
    }

    pub async fn run(self) {
        let mut delay = Duration::from_millis(500);
        loop {
            match self.consume().await {
                Ok(()) => {
                    info!("connection closed");
                    delay = Duration::from_millis(500);
                }
                Err(error) => {
                    error!(%error, "amqp");
                    delay = (delay * 2).min(Duration::from_secs(60));
                }
            }
            tokio::time::sleep(jitter(delay)).await;
        }
    }
}

#[tokio::main]
async fn main() {
    let worker = Worker { amqp: "amqp://localhost".into(), queue: "jobs".into() };
    worker.run().await;
}
