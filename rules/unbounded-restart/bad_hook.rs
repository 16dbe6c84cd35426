//! An actor's hook starts its child again, and the child begins to work by itself.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::net::TcpListener;

pub struct Door;

pub enum DoorMsg {
    Open,
}

impl Actor for Door {
    type Msg = DoorMsg;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<DoorMsg>, _: ()) -> Result<(), ActorProcessingErr> {
        me.cast(DoorMsg::Open)?;
        Ok(())
    }

    async fn handle(&self, _: ActorRef<DoorMsg>, _: DoorMsg, _: &mut ()) -> Result<(), ActorProcessingErr> {
        let listener = TcpListener::bind("0.0.0.0:80").await?;
        loop {
            println!("{:?}", listener.accept().await?);
        }
    }
}

pub struct House;

impl House {
    async fn open(me: ActorRef<()>) -> Result<ActorRef<DoorMsg>, ActorProcessingErr> {
        Ok(Actor::spawn_linked(None, Door, (), me.get_cell()).await?.0)
    }
}

impl Actor for House {
    type Msg = ();
    type State = ActorRef<DoorMsg>;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        Self::open(me).await
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        door: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(who, _) if who.get_id() == door.get_id() => {
                *door = Self::open(me).await?; //~ unbounded-restart
            }
            _ => {}
        }
        Ok(())
    }
}
