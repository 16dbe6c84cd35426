//! Requests to actors of a framework.
use actix_web::{HttpResponse, web};
use kameo::prelude::*;
use ractor::RpcReplyPort;

pub enum Counted {
    Read(RpcReplyPort<u64>),
}

pub async fn count(counter: ractor::ActorRef<Counted>) -> Option<u64> {
    ractor::call!(counter, Counted::Read).ok() //~ ask-without-timeout
}

pub async fn count_by_hand(counter: ractor::ActorRef<Counted>) -> bool {
    counter.call(Counted::Read, None).await.is_ok() //~ ask-without-timeout
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
    store.ask(Get(key)).await.ok()? //~ ask-without-timeout
}

pub struct Total;

pub struct Ledger;

pub async fn total(ledger: web::Data<actix::Addr<Ledger>>) -> HttpResponse {
    match ledger.send(Total).await { //~ ask-without-timeout
        Ok(_) => HttpResponse::Ok().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
