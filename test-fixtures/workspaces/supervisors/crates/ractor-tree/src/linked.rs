//! Linked children: any end of one stops the parent, which kills the others. That is the crate's default, and a rule
//! of its own, which is off.

use crate::actors::{Archive, Clock};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

pub struct Hall;

impl Actor for Hall {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<(), ActorProcessingErr> {
        Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        Actor::spawn_linked(None, Archive, (), me.get_cell()).await?;
        Ok(())
    }
}

pub struct Tower;

impl Actor for Tower {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<(), ActorProcessingErr> {
        Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        _: &mut (),
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(..) = event {
            Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        }
        Ok(())
    }
}
