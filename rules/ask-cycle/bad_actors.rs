//! Two actors of a framework: each waits for the other in its own handler.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};
use std::convert::Infallible;

pub struct Cart {
    stock: ActorRef<Stock>,
    items: Vec<u32>,
}

pub struct Stock {
    carts: Vec<ActorRef<Cart>>,
    left: u32,
}

pub struct Add(pub u32);
pub struct Count;
pub struct Reserve(pub u32);
pub struct Audit;

impl Actor for Cart {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(cart: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(cart)
    }
}

impl Message<Add> for Cart {
    type Reply = bool;

    async fn handle(&mut self, add: Add, _: &mut Context<Self, bool>) -> bool {
        let reserved = self.reserve(add.0).await;
        if reserved && self.items.len() < 50 {
            self.items.push(add.0);
        }
        reserved
    }
}

impl Cart {
    async fn reserve(&self, item: u32) -> bool {
        self.stock.ask(Reserve(item)).await.unwrap_or(false) //~ ask-cycle
    }
}

impl Message<Count> for Cart {
    type Reply = usize;

    async fn handle(&mut self, _: Count, _: &mut Context<Self, usize>) -> usize {
        self.items.len()
    }
}

impl Actor for Stock {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(stock: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(stock)
    }
}

impl Message<Reserve> for Stock {
    type Reply = bool;

    async fn handle(&mut self, _: Reserve, _: &mut Context<Self, bool>) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }
}

impl Message<Audit> for Stock {
    type Reply = usize;

    async fn handle(&mut self, _: Audit, _: &mut Context<Self, usize>) -> usize {
        let mut items = 0;
        for cart in &self.carts {
            items += cart.ask(Count).await.unwrap_or(0);
        }
        items
    }
}
