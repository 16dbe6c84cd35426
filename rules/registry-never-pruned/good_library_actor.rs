//! A library's actor that forgets who is gone, and one that makes the senders itself: it may be there for one connection.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::collections::HashMap;
use tokio::sync::mpsc;

pub enum RouterMsg {
    Subscribe(u64, mpsc::Sender<String>),
    Publish(String),
}

#[derive(Default)]
pub struct RouterState {
    subscriptions: HashMap<u64, mpsc::Sender<String>>,
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
            RouterMsg::Subscribe(id, outbox) => {
                state.subscriptions.insert(id, outbox);
            }
            RouterMsg::Publish(text) => {
                state.subscriptions.retain(|_, outbox| outbox.try_send(text.clone()).is_ok());
            }
        }
        Ok(())
    }
}

pub enum SessionMsg {
    Open(u64),
    Data(u64, Vec<u8>),
}

#[derive(Default)]
pub struct SessionState {
    streams: HashMap<u64, mpsc::Sender<Vec<u8>>>,
}

pub struct Session;

impl Actor for Session {
    type Msg = SessionMsg;
    type State = SessionState;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<SessionMsg>, _: ()) -> Result<SessionState, ActorProcessingErr> {
        Ok(SessionState::default())
    }

    async fn handle(
        &self,
        _: ActorRef<SessionMsg>,
        message: SessionMsg,
        state: &mut SessionState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            SessionMsg::Open(id) => {
                let (frames, mut inbox) = mpsc::channel::<Vec<u8>>(16);
                state.streams.insert(id, frames);
                drop(tokio::spawn(async move {
                    while let Some(frame) = inbox.recv().await {
                        println!("{}", frame.len());
                    }
                }));
            }
            SessionMsg::Data(id, frame) => {
                if let Some(frames) = state.streams.get(&id) {
                    frames.send(frame).await?;
                }
            }
        }
        Ok(())
    }
}
