//! Who is not connected here is not connected, although other nodes may have him.

use libp2p::{Swarm, gossipsub};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use tokio::sync::mpsc;

pub struct Envelope {
    pub to: String,
    pub body: Vec<u8>,
}

pub enum Gossip {
    Announcement(String),
    Mail(Envelope),
}

static CLIENTS: LazyLock<Mutex<HashMap<String, mpsc::Sender<Envelope>>>> = LazyLock::new(Mutex::default); //~ node-local-registry

pub fn attach(id: String, outbox: mpsc::Sender<Envelope>) {
    CLIENTS.lock().unwrap().insert(id, outbox);
}

pub fn detach(id: &str) {
    CLIENTS.lock().unwrap().remove(id);
}

pub fn deliver(envelope: Envelope) -> Result<(), Envelope> {
    let outbox = CLIENTS.lock().unwrap().get(&envelope.to).cloned();
    match outbox {
        Some(outbox) => outbox.try_send(envelope).map_err(|error| error.into_inner()),
        None => Err(envelope),
    }
}

pub struct Relay {
    gossip: mpsc::Sender<Gossip>,
}

impl Relay {
    pub async fn route(&self, envelope: Envelope) -> anyhow::Result<()> {
        if let Err(envelope) = deliver(envelope) {
            anyhow::bail!("{} is not connected", envelope.to);
        }
        Ok(())
    }

    pub async fn announce(&self, text: &str) -> anyhow::Result<()> {
        self.gossip.send(Gossip::Announcement(text.to_owned())).await?;
        Ok(())
    }
}

pub async fn speak(mut swarm: Swarm<gossipsub::Behaviour>, mut outgoing: mpsc::Receiver<Gossip>) {
    while let Some(gossip) = outgoing.recv().await {
        let data = match gossip {
            Gossip::Announcement(text) => text.into_bytes(),
            Gossip::Mail(envelope) => envelope.body,
        };
        let _ = swarm.behaviour_mut().publish(gossipsub::IdentTopic::new("relays"), data);
    }
}
