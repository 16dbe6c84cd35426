use crate::children::{Catalog, Mailer, Search, SearchArgs};
use kameo::prelude::*;
use kameo::supervision::{RestartPolicy, SupervisionStrategy};
use kameo_actors::{DeliveryStrategy, pubsub::PubSub};
use std::collections::HashMap;
use std::time::Duration;

/// The right order, and all of them belong together.
pub struct Shop; //= supervisor api=kameo::Actor strategy=rest-for-one restart_limit=5_restarts_in_5_s child_names=["Catalog","Search"] together=Catalog+Search

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
pub struct Office; //= supervisor strategy=one-for-all together=Catalog,Mailer

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
pub struct Street; //= supervisor strategy=one-for-one restart_limit=2_restarts_in_1_min,_no_restart child_names=["Catalog","Mailer"]

impl Actor for Street {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), street: ActorRef<Self>) -> Result<Self, Infallible> {
        let minute = Duration::from_mins(1);
        Catalog::supervise_with(&street, Catalog::default).restart_limit(2, Duration::from_mins(1)).spawn().await;
        Mailer::supervise(&street, Mailer { host: format!("{minute:?}") })
            .restart_policy(RestartPolicy::Never)
            .spawn()
            .await;
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
