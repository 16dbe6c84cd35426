//! Crates where a value starts the actor: coerce's system, and tokio-actors' `spawn`.

use tokio_actors::actor::{Actor, ActorExt};
use tokio_actors::{ActorContext, ActorResult};

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

    async fn on_started(&mut self, _: &mut ActorContext<Self>) -> ActorResult<()> {
        Worker.spawn().named("worker").await?; //~ unsupervised-actor
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

mod house {
    use async_trait::async_trait;
    use coerce::actor::context::ActorContext;
    use coerce::actor::{Actor, ActorType, IntoActorId};

    struct Clerk;

    #[async_trait]
    impl Actor for Clerk {}

    struct House;

    #[async_trait]
    impl Actor for House {
        async fn started(&mut self, ctx: &mut ActorContext) {
            let system = ctx.system();
            let _ = system.new_actor("clerk".into_actor_id(), Clerk, ActorType::Anonymous).await; //~ unsupervised-actor
        }
    }
}
