//! What actors gather while they run, and write in `on_stop`, or not.

use kameo::error::ActorStopReason;
use kameo::message::{Context, Message};
use kameo::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Line(pub String);

/// What is left is lost.
pub struct Store {
    lines: Vec<String>,
}

impl Actor for Store { //~ missing-terminate-handler
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

impl Message<Line> for Store {
    type Reply = ();

    async fn handle(&mut self, line: Line, _: &mut Context<Self, ()>) {
        self.lines.push(line.0);
        if self.lines.len() > 9 {
            println!("{}", self.lines.drain(..).collect::<String>());
        }
    }
}

/// What is left is written.
pub struct Journal {
    lines: Vec<String>,
}

impl Actor for Journal {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, why: ActorStopReason) -> Result<(), Infallible> {
        println!("{why}: {}", self.lines.drain(..).collect::<String>());
        Ok(())
    }
}

impl Message<Line> for Journal {
    type Reply = ();

    async fn handle(&mut self, line: Line, _: &mut Context<Self, ()>) {
        self.lines.push(line.0);
        if self.lines.len() > 9 {
            println!("{}", self.lines.drain(..).collect::<String>());
        }
    }
}

pub struct Squatter {
    pub desk: u64,
    pub desks: Arc<Mutex<HashMap<u64, String>>>,
}

/// Nobody ever gives the desk back.
impl Actor for Squatter { //~ missing-terminate-handler
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        args.desks.lock().unwrap().insert(args.desk, "taken".to_owned());
        Ok(args)
    }
}
