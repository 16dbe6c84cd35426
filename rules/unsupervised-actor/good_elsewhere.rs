//! What is linked afterwards, what `main` starts, and what is no actor.

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
    type State = ActorRef<String>;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<String>, _: ()) -> Result<ActorRef<String>, ActorProcessingErr> {
        let (worker, _) = Actor::spawn(None, Worker, ()).await?;
        worker.link(me.get_cell());
        Ok(worker)
    }
}

struct Launcher;

impl Launcher {
    fn spawn(&self, name: &str) {
        println!("{name}");
    }
}

#[tokio::main]
async fn main() {
    Launcher.spawn("pool");
    let started = Actor::spawn(Some("pool".to_owned()), Pool, ()).await;
    if let Ok((_, ended)) = started {
        let _ = ended.await;
    }
}
