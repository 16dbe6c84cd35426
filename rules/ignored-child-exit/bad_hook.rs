//! Hooks that are told how a child has ended, and do nothing.

use kameo::actor::{ActorId, ActorRef, WeakActorRef};
use kameo::error::{ActorStopReason, Infallible};
use kameo::prelude::*;
use ractor::{ActorProcessingErr, SupervisionEvent};
use std::ops::ControlFlow;

struct Delivery;

impl ractor::Actor for Delivery {
    type Msg = String;
    type State = ();
    type Arguments = u64;

    async fn pre_start(&self, _: ractor::ActorRef<String>, _: u64) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

struct Hooks;

impl ractor::Actor for Hooks {
    type Msg = u64;
    type State = Vec<ractor::ActorRef<String>>;
    type Arguments = ();

    async fn pre_start(&self, _: ractor::ActorRef<u64>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        Ok(Vec::new())
    }

    async fn handle(&self, myself: ractor::ActorRef<u64>, customer: u64, state: &mut Self::State) -> Result<(), ActorProcessingErr> {
        let (delivery, _) = ractor::Actor::spawn_linked(None, Delivery, customer, myself.get_cell()).await?;
        state.push(delivery);
        Ok(())
    }

    async fn handle_supervisor_evt( //~ ignored-child-exit
        &self,
        _myself: ractor::ActorRef<u64>,
        _event: SupervisionEvent,
        _state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

#[derive(Actor)]
struct Recorder;

struct Station {
    recorder: Option<ActorRef<Recorder>>,
}

impl kameo::Actor for Station {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), actor_ref: ActorRef<Self>) -> Result<Self, Infallible> {
        let recorder = Recorder::spawn_link(&actor_ref, Recorder).await;
        Ok(Station { recorder: Some(recorder) })
    }

    async fn on_link_died( //~ ignored-child-exit
        &mut self,
        _: WeakActorRef<Self>,
        _id: ActorId,
        _reason: ActorStopReason,
    ) -> Result<ControlFlow<ActorStopReason>, Infallible> {
        Ok(ControlFlow::Continue(()))
    }
}
