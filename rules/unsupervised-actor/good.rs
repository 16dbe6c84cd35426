//! The pool starts its workers under itself.

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
    type State = Vec<ActorRef<String>>;
    type Arguments = usize;

    async fn pre_start(&self, me: ActorRef<String>, size: usize) -> Result<Vec<ActorRef<String>>, ActorProcessingErr> {
        let mut workers = Vec::new();
        for _ in 0..size {
            let (worker, _) = Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
            workers.push(worker);
        }
        Ok(workers)
    }
}
