//! The hook counts, or waits, or the child does nothing before somebody sends it a message.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use std::time::Duration;

pub struct Counter;

impl Actor for Counter {
    type Msg = u64;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<u64>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(&self, _: ActorRef<u64>, more: u64, sum: &mut u64) -> Result<(), ActorProcessingErr> {
        *sum = sum.checked_add(more).ok_or("too many")?;
        Ok(())
    }
}

pub struct Pump;

impl Actor for Pump {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<(), ActorProcessingErr> {
        me.cast(())?;
        Ok(())
    }
}

pub struct Waits;

impl Actor for Waits {
    type Msg = ();
    type State = (ActorRef<u64>, ActorRef<()>);
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        let (counter, _) = Actor::spawn_linked(None, Counter, (), me.get_cell()).await?;
        let (pump, _) = Actor::spawn_linked(None, Pump, (), me.get_cell()).await?;
        Ok((counter, pump))
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, _) = event {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if who.get_id() == state.1.get_id() {
                state.1 = Actor::spawn_linked(None, Pump, (), me.get_cell()).await?.0;
            }
        }
        Ok(())
    }
}

pub struct Counts;

pub struct CountsState {
    pump: ActorRef<()>,
    failures: u32,
}

impl Actor for Counts {
    type Msg = ();
    type State = CountsState;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<CountsState, ActorProcessingErr> {
        let (pump, _) = Actor::spawn_linked(None, Pump, (), me.get_cell()).await?;
        Ok(CountsState { pump, failures: 0 })
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        state: &mut CountsState,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(_, error) = event {
            state.failures += 1;
            if state.failures > 3 {
                return Err(error);
            }
            state.pump = Actor::spawn_linked(None, Pump, (), me.get_cell()).await?.0;
        }
        Ok(())
    }
}

pub struct Asked;

impl Actor for Asked {
    type Msg = ();
    type State = ActorRef<u64>;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        Ok(Actor::spawn_linked(None, Counter, (), me.get_cell()).await?.0)
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        counter: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(..) = event {
            *counter = Actor::spawn_linked(None, Counter, (), me.get_cell()).await?.0;
        }
        Ok(())
    }
}
