//! The test starts it through its type, by a function of its builder; and calls that block, one for each round.

use ractor::thread_local::{ThreadLocalActor, ThreadLocalActorSpawner};
use ractor::{ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};
use std::io::Write;
use tokio::sync::mpsc;

#[derive(Default)]
struct Worker;

impl ThreadLocalActor for Worker {
    type Msg = String;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

#[derive(Default)]
struct Pool;

impl ThreadLocalActor for Pool {
    type Msg = String;
    type State = ThreadLocalActorSpawner;
    type Arguments = ThreadLocalActorSpawner;

    async fn pre_start(
        &self,
        me: ActorRef<String>,
        threads: ThreadLocalActorSpawner,
    ) -> Result<ThreadLocalActorSpawner, ActorProcessingErr> {
        Worker::spawn_linked(None, (), me.get_cell(), threads.clone()).await?;
        Ok(threads)
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<String>,
        event: SupervisionEvent,
        threads: &mut ThreadLocalActorSpawner,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(..) = event {
            Worker::spawn_linked(None, (), me.get_cell(), threads.clone()).await?;
        }
        Ok(())
    }
}

struct Builder;

impl Builder {
    async fn start(self) -> Result<ActorRef<String>, SpawnErr> {
        Ok(Pool::spawn(None, ThreadLocalActorSpawner::new(), ThreadLocalActorSpawner::new()).await?.0)
    }
}

async fn save(mut parts: mpsc::Receiver<Vec<u8>>) {
    while let Some(part) = parts.recv().await {
        let written = tokio::task::spawn_blocking(move || std::io::stdout().write_all(&part)).await;
        println!("{written:?}");
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_pool_starts() {
        assert!(super::Builder.start().await.is_ok());
    }
}
