//! Each needs the other: no order is right.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use kameo::supervision::SupervisionStrategy;

#[derive(Clone)]
struct Ledger {
    path: String,
    teller: Option<ActorRef<Teller>>,
}

impl Actor for Ledger {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

struct Teller {
    ledger: Option<ActorRef<Ledger>>,
}

impl Actor for Teller {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Teller { ledger: None })
    }
}

struct Bank;

impl Actor for Bank {
    type Args = String;
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(path: String, me: ActorRef<Self>) -> Result<Self, Infallible> {
        let teller = Teller::supervise(&me, ()).spawn().await;
        let ledger = Ledger::supervise_with(&me, move || Ledger { path: path.clone(), teller: None }).spawn().await;
        let _ = teller.tell(Meet { ledger }).await;
        Ok(Bank)
    }
}

struct Meet {
    ledger: ActorRef<Ledger>,
}

impl kameo::message::Message<Meet> for Teller {
    type Reply = ();

    async fn handle(&mut self, meet: Meet, _: &mut kameo::message::Context<Self, ()>) {
        self.ledger = Some(meet.ledger);
    }
}
