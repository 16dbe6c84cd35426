//! The map comes with what the actor is started with, and goes into its state; is asked for the entry at the end of the actor.
use dashmap::DashMap;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;

pub type Sessions = Arc<DashMap<u64, ActorRef<Message>>>;

pub enum Message {
    Deliver(String),
    Close,
}

pub struct Session;

pub struct Arguments {
    pub id: u64,
    pub sessions: Sessions,
}

pub struct State {
    id: u64,
    sessions: Sessions,
}

impl Actor for Session {
    type Msg = Message;
    type State = State;
    type Arguments = Arguments;

    async fn pre_start(&self, myself: ActorRef<Message>, given: Arguments) -> Result<State, ActorProcessingErr> {
        given.sessions.insert(given.id, myself);
        Ok(State { id: given.id, sessions: given.sessions })
    }

    async fn handle(&self, me: ActorRef<Message>, message: Message, state: &mut State) -> Result<(), ActorProcessingErr> {
        match message {
            Message::Deliver(text) => println!("{} of {}: {text}", state.id, state.sessions.len()),
            Message::Close => me.stop(None),
        }
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<Message>, state: &mut State) -> Result<(), ActorProcessingErr> {
        state.sessions.remove(&state.id);
        Ok(())
    }
}
