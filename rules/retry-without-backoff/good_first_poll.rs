//! The same with a wait where it fails, and with an end.

use rumqttc::{Event, EventLoop, Packet};
use sqlx::postgres::PgListener;
use std::time::Duration;

pub async fn waits(mut events: EventLoop) {
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::Publish(message))) => println!("{}", message.topic),
            Ok(_) => {}
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_secs(3)).await;
            }
        }
    }
}

pub async fn ends(mut events: EventLoop) {
    while let Ok(event) = events.poll().await {
        println!("{event:?}");
    }
}

pub async fn outbox(url: &str) {
    loop {
        if let Err(error) = follow(url).await {
            println!("{error}");
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }
}

async fn follow(url: &str) -> sqlx::Result<()> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen("outbox").await?;
    loop {
        println!("{}", listener.recv().await?.payload());
    }
}
