//! What an actor has gathered is written now and then.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};
use std::convert::Infallible;

pub struct Cart {
    items: Vec<u32>,
}

pub struct Add(pub u32);
pub struct Forget;

impl Actor for Cart { //~ missing-terminate-handler
    type Args = Self;
    type Error = Infallible;

    async fn on_start(cart: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(cart)
    }
}

impl Message<Add> for Cart {
    type Reply = usize;

    async fn handle(&mut self, add: Add, _: &mut Context<Self, usize>) -> usize {
        if self.items.len() < 50 {
            self.items.push(add.0);
        }
        self.items.len()
    }
}

impl Message<Forget> for Cart {
    type Reply = ();

    async fn handle(&mut self, _: Forget, _: &mut Context<Self, ()>) {
        tokio::fs::write("items", format!("{:?}", self.take())).await.ok();
    }
}

impl Cart {
    fn take(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.items)
    }
}
