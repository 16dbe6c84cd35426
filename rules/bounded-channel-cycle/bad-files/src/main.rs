mod client;
mod engine;

use client::Client;
use engine::Engine;
use tokio::sync::mpsc;

const SIZE: usize = 32;

#[tokio::main]
async fn main() {
    let (commands, inbox) = mpsc::channel(SIZE); //~ bounded-channel-cycle
    let (events, outbox) = mpsc::channel(SIZE);
    let engine = Engine::new(inbox, events);
    tokio::spawn(engine.run());
    Client::new(commands).follow(outbox).await;
}
