//! The pool says what the end of a worker means.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SupervisionEvent};

struct Worker;

impl Actor for Worker {
    type Msg = String;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

struct Pool;

impl Actor for Pool {
    type Msg = String;
    type State = ();
    type Arguments = usize;

    async fn pre_start(&self, me: ActorRef<String>, size: usize) -> Result<(), ActorProcessingErr> {
        for _ in 0..size {
            Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<String>,
        event: SupervisionEvent,
        _: &mut (),
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = event {
            println!("{:?} failed: {error}", who.get_id());
            Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
        }
        Ok(())
    }
}

/// Under whoever asks for it: this is nobody's own code.
async fn start_under(parent: ActorCell) -> Result<(), ActorProcessingErr> {
    Actor::spawn_linked(None, Worker, (), parent).await?;
    Ok(())
}

struct Agent;

impl Agent {
    /// The parent is given: it is another actor.
    async fn start(root: ActorCell) -> Result<ActorRef<String>, ActorProcessingErr> {
        let (agent, _) = Actor::spawn_linked(None, Agent, (), root).await?;
        Ok(agent)
    }
}

impl Actor for Agent {
    type Msg = String;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}
