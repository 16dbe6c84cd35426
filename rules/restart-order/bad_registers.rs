//! The gateway registers with the directory, which keeps a list of those that have: the gateway needs the directory, and
//! not the other way round.

use kameo::SupervisionStrategy;
use kameo::error::Infallible;
use kameo::prelude::*;
use std::collections::HashMap;

struct Directory {
    gateways: HashMap<String, ActorRef<Gateway>>,
}

impl Actor for Directory {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Self { gateways: HashMap::new() })
    }
}

struct Register(String, ActorRef<Gateway>);

impl Message<Register> for Directory {
    type Reply = ();

    async fn handle(&mut self, Register(room, gateway): Register, _: &mut Context<Self, ()>) {
        self.gateways.retain(|_, one| one.is_alive());
        self.gateways.insert(room, gateway);
    }
}

struct Gateway {
    directory: Option<ActorRef<Directory>>,
}

impl Actor for Gateway {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Self { directory: None })
    }
}

struct Use(ActorRef<Directory>);

impl Message<Use> for Gateway {
    type Reply = ();

    async fn handle(&mut self, Use(directory): Use, ctx: &mut Context<Self, ()>) {
        let _ = directory.tell(Register("hall".into(), ctx.actor_ref().clone())).await;
        self.directory = Some(directory);
    }
}

struct Root;

impl Actor for Root {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let gateway = Gateway::supervise(&me, ()).spawn().await; //~ restart-order
        let directory = Directory::supervise(&me, ()).spawn().await;
        let _ = gateway.tell(Use(directory)).await;
        Ok(Self)
    }
}
