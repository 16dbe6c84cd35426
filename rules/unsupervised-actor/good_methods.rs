//! Children of the actor that starts them, and actors that a function starts which is nobody's.

use tokio_actors::actor::{Actor, ActorExt};
use tokio_actors::{ActorContext, ActorResult, SpawnError};

#[derive(Default)]
struct Worker;

impl Actor for Worker {
    type Message = u64;
    type Response = u64;

    async fn handle(&mut self, number: u64, _: &mut ActorContext<Self>) -> ActorResult<u64> {
        Ok(number + 1)
    }
}

struct Pool;

impl Actor for Pool {
    type Message = ();
    type Response = ();

    async fn on_started(&mut self, ctx: &mut ActorContext<Self>) -> ActorResult<()> {
        ctx.spawn_child(Worker::default).named("worker").await?;
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

async fn start() -> Result<(), SpawnError> {
    Pool.spawn().supervisor().await?;
    Worker.spawn().await?;
    Ok(())
}
