//! A client that connects when it is made.

use futures_lite::StreamExt;
use lapin::options::{BasicAckOptions, BasicConsumeOptions};
use lapin::types::FieldTable;
use lapin::{Connection, ConnectionProperties};
use tracing::{error, info};

pub struct Worker {
    amqp: String,
    queue: String,
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
        loop { //~ retry-without-backoff
            match self.consume().await {
                Ok(()) => info!("connection closed"),
                Err(error) => error!(%error, "amqp"),
            }
        }
    }
}

#[tokio::main]
async fn main() {
    let worker = Worker { amqp: "amqp://localhost".into(), queue: "jobs".into() };
    worker.run().await;
}
