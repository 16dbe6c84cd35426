//! The first worker that has done its work stops the pool and kills the others.

use ractor::{Actor, ActorProcessingErr, ActorRef};

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
            Actor::spawn_linked(None, Worker, (), me.get_cell()).await?; //~ default-supervision
        }
        Ok(())
    }
}

struct Hub;

impl Hub {
    async fn grow(&self, me: &ActorRef<String>) -> Result<(), ActorProcessingErr> {
        Worker::spawn_linked(None, Worker, (), me.clone().into()).await?; //~ default-supervision
        Ok(())
    }
}

impl Actor for Hub {
    type Msg = String;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<String>, _: ()) -> Result<(), ActorProcessingErr> {
        self.grow(&me).await
    }
}
