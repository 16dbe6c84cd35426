//! Clients that connect when they are polled, and listeners.

use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet};
use sqlx::postgres::PgListener;
use std::time::Duration;

pub async fn mqtt() {
    let (_client, events) = AsyncClient::new(MqttOptions::new("vents", "10.0.0.1", 1883), 16);
    handle(events).await;
}

async fn handle(mut events: EventLoop) {
    loop { //~ retry-without-backoff
        match events.poll().await {
            Ok(Event::Incoming(Packet::Publish(message))) => println!("{}", message.topic),
            Ok(_) => {}
            Err(error) => println!("{error}"),
        }
    }
}

pub async fn outbox(url: &str) {
    loop { //~ retry-without-backoff
        let mut listener = match PgListener::connect(url).await {
            Ok(listener) => listener,
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_secs(2)).await;
                continue;
            }
        };
        if let Err(error) = listener.listen("outbox").await {
            println!("{error}");
            continue;
        }
        while let Ok(notification) = listener.recv().await {
            println!("{}", notification.payload());
        }
    }
}
