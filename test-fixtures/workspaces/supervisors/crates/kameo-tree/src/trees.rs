use crate::children::{Catalog, Mailer, Search, SearchArgs};
use kameo::{prelude::*, supervision::SupervisionStrategy};
use kameo_actors::{DeliveryStrategy, pubsub::PubSub};
use std::collections::HashMap;

/// The right order, and all of them belong together.
pub struct Shop;

impl Actor for Shop {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(_: (), shop: ActorRef<Self>) -> Result<Self, Infallible> {
        let names = HashMap::new();
        let catalog = Catalog::supervise(&shop, Catalog { names }).spawn().await;
        Search::supervise_with(&shop, move || SearchArgs { catalog: catalog.clone(), width: 3 }).spawn().await;
        Ok(Shop)
    }
}

/// The wrong order.
pub struct Fair;

impl Actor for Fair {
    type Args = ActorRef<Catalog>;
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(catalog: ActorRef<Catalog>, fair: ActorRef<Self>) -> Result<Self, Infallible> {
        Search::supervise_with(&fair, move || SearchArgs { catalog: catalog.clone(), width: 3 }).spawn().await; //~ restart-order
        Catalog::supervise_with(&fair, Catalog::default).spawn().await;
        Ok(Fair)
    }
}

/// Two that have nothing to do with each other.
pub struct Office;

impl Actor for Office {
    type Args = String;
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::OneForAll //~ unrelated-children
    }

    async fn on_start(host: String, office: ActorRef<Self>) -> Result<Self, Infallible> {
        Catalog::supervise_with(&office, Catalog::default).spawn().await;
        Mailer::supervise_with(&office, move || Mailer { host: host.clone() }).spawn().await;
        Ok(Office)
    }
}

/// The same, one by one.
pub struct Street;

impl Actor for Street {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), street: ActorRef<Self>) -> Result<Self, Infallible> {
        Catalog::supervise_with(&street, Catalog::default).spawn().await;
        Mailer::supervise(&street, Mailer { host: "localhost".to_owned() }).spawn().await;
        Ok(Street)
    }
}

/// A child of another crate, of which nothing is known.
pub struct Market;

impl Actor for Market {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::OneForAll
    }

    async fn on_start(_: (), market: ActorRef<Self>) -> Result<Self, Infallible> {
        PubSub::<String>::supervise_with(&market, || PubSub::new(DeliveryStrategy::Guaranteed)).spawn().await;
        Catalog::supervise_with(&market, Catalog::default).spawn().await;
        Ok(Market)
    }
}
