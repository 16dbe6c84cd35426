//! A test starts the pool, and with it what the framework calls.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

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
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<String>, _: ()) -> Result<(), ActorProcessingErr> {
        Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
        Ok(())
    }

    async fn handle_supervisor_evt(&self, me: ActorRef<String>, event: SupervisionEvent, _: &mut ()) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(..) = event {
            Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_pool_starts() {
        assert!(Actor::spawn(None, Pool, ()).await.is_ok());
    }
}
