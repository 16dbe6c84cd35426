//! Requests with a limit of the framework's own, or of the runtime's; and messages that nobody answers.
use actix_web::{HttpResponse, web};
use kameo::prelude::*;
use ractor::RpcReplyPort;
use std::time::Duration;

pub enum Counted {
    Read(RpcReplyPort<u64>),
    Reset,
}

pub async fn count(counter: ractor::ActorRef<Counted>) -> Option<u64> {
    ractor::call_t!(counter, Counted::Read, 100).ok()
}

pub async fn count_by_hand(counter: ractor::ActorRef<Counted>) -> bool {
    counter.call(Counted::Read, Some(Duration::from_secs(1))).await.is_ok()
}

pub fn reset(counter: ractor::ActorRef<Counted>) -> bool {
    counter.cast(Counted::Reset).is_ok()
}

pub struct Get(pub String);

pub struct Store;

impl kameo::Actor for Store {
    type Args = ();
    type Error = std::convert::Infallible;

    async fn on_start(_: (), _: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(Store)
    }
}

impl kameo::message::Message<Get> for Store {
    type Reply = Option<String>;

    async fn handle(&mut self, asked: Get, _: &mut kameo::message::Context<Self, Self::Reply>) -> Option<String> {
        Some(asked.0)
    }
}

pub async fn get(store: &kameo::actor::ActorRef<Store>, key: String) -> Option<String> {
    store.ask(Get(key)).reply_timeout(Duration::from_secs(2)).await.ok()?
}

pub async fn get_soon(store: &kameo::actor::ActorRef<Store>, key: String) -> Option<String> {
    tokio::time::timeout(Duration::from_secs(1), store.ask(Get(key))).await.ok()?.ok()?
}

pub async fn put(store: &kameo::actor::ActorRef<Store>, key: String) -> bool {
    store.tell(Get(key)).await.is_ok()
}

pub struct Total;

pub struct Ledger;

pub async fn total(ledger: web::Data<actix::Addr<Ledger>>) -> HttpResponse {
    match ledger.send(Total).timeout(Duration::from_secs(1)).await {
        Ok(_) => HttpResponse::Ok().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
