//! An actor that users of a library start: who subscribes comes to it, and is forgotten by nobody.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::collections::HashMap;
use tokio::sync::mpsc;

pub struct Subscription {
    pub topic: String,
    pub outbox: mpsc::Sender<String>,
}

pub enum RouterMsg {
    Subscribe(Subscription),
    Publish(String, String),
}

#[derive(Default)]
pub struct RouterState {
    next: u64,
    subscriptions: HashMap<u64, Subscription>, //~ registry-never-pruned
}

pub struct Router;

impl Actor for Router {
    type Msg = RouterMsg;
    type State = RouterState;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<RouterMsg>, _: ()) -> Result<RouterState, ActorProcessingErr> {
        Ok(RouterState::default())
    }

    async fn handle(
        &self,
        _: ActorRef<RouterMsg>,
        message: RouterMsg,
        state: &mut RouterState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            RouterMsg::Subscribe(subscription) => {
                state.next += 1;
                state.subscriptions.insert(state.next, subscription);
            }
            RouterMsg::Publish(topic, text) => {
                for subscription in state.subscriptions.values().filter(|one| one.topic == topic) {
                    if subscription.outbox.try_send(text.clone()).is_err() {
                        tracing::debug!("a subscriber does not keep up");
                    }
                }
            }
        }
        Ok(())
    }
}
