//! The pool starts its workers under nobody.

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

    async fn pre_start(&self, _: ActorRef<String>, size: usize) -> Result<Vec<ActorRef<String>>, ActorProcessingErr> {
        let mut workers = Vec::new();
        for _ in 0..size {
            let (worker, _) = Actor::spawn(None, Worker, ()).await?; //~ unsupervised-actor
            workers.push(worker);
        }
        Ok(workers)
    }
}
