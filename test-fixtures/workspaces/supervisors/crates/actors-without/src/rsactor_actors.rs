//! The hook at the end is told whether the actor was killed.

use rsactor::{Actor, ActorRef, ActorWeak, Message};
use std::convert::Infallible;

pub struct Line(String);

/// What is left is lost.
pub struct Store {
    lines: Vec<String>,
}

impl Actor for Store { //~ missing-terminate-handler
    type Args = Self;
    type Error = Infallible;
    type IdleEvent = ();

    async fn on_start(args: Self, _: &ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

impl Message<Line> for Store {
    type Reply = ();

    async fn handle(&mut self, line: Line, _: &ActorRef<Self>) {
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
    type IdleEvent = ();

    async fn on_start(args: Self, _: &ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }

    async fn on_stop(&mut self, _: &ActorWeak<Self>, killed: bool) -> Result<(), Infallible> {
        println!("{killed}: {}", self.lines.drain(..).collect::<String>());
        Ok(())
    }
}

impl Message<Line> for Journal {
    type Reply = ();

    async fn handle(&mut self, line: Line, _: &ActorRef<Self>) {
        self.lines.push(line.0);
        if self.lines.len() > 9 {
            println!("{}", self.lines.drain(..).collect::<String>());
        }
    }
}
