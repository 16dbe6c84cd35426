//! The state of an actor that starts with the program is the map itself.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::collections::HashMap;

pub struct Hub;

pub enum HubMessage {
    Join(u64, ActorRef<String>),
    Say(String),
}

impl Actor for Hub {
    type Msg = HubMessage;
    type State = HashMap<u64, ActorRef<String>>; //~ registry-never-pruned
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<HubMessage>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        Ok(HashMap::new())
    }

    async fn handle(
        &self,
        _: ActorRef<HubMessage>,
        message: HubMessage,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HubMessage::Join(id, session) => {
                state.insert(id, session);
            }
            HubMessage::Say(line) => {
                for session in state.values() {
                    session.cast(line.clone())?;
                }
            }
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() {
    let (_hub, ended) = Actor::spawn(None, Hub, ()).await.unwrap();
    ended.await.unwrap();
}
