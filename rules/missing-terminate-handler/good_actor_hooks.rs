//! Actors of frameworks whose ends give back what they took on, or that need no end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Directory {
    online: Arc<Mutex<HashMap<u64, String>>>,
}

impl Directory {
    fn enter(&self, id: u64, name: String) {
        self.online.lock().unwrap().insert(id, name);
    }

    fn leave(&self, id: u64) {
        self.online.lock().unwrap().remove(&id);
    }
}

struct Member {
    id: u64,
    directory: Directory,
}

impl actix::Actor for Member {
    type Context = actix::Context<Self>;

    fn started(&mut self, _ctx: &mut Self::Context) {
        self.directory.enter(self.id, format!("member {}", self.id));
    }

    fn stopped(&mut self, _ctx: &mut Self::Context) {
        self.directory.leave(self.id);
    }
}

/// What is left is written at the end.
struct Journal {
    lines: Vec<String>,
}

impl kameo::Actor for Journal {
    type Args = Self;
    type Error = kameo::error::Infallible;

    async fn on_start(state: Self, _me: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(state)
    }

    async fn on_stop(
        &mut self,
        _me: kameo::actor::WeakActorRef<Self>,
        _why: kameo::error::ActorStopReason,
    ) -> Result<(), Self::Error> {
        self.write();
        Ok(())
    }
}

impl kameo::message::Message<String> for Journal {
    type Reply = ();

    async fn handle(&mut self, line: String, _ctx: &mut kameo::message::Context<Self, ()>) {
        self.lines.push(line);
        if self.lines.len() >= 100 {
            self.write();
        }
    }
}

impl Journal {
    fn write(&mut self) {
        for line in self.lines.drain(..) {
            println!("{line}");
        }
    }
}

/// A type that writes what is left when it is dropped.
struct Trace {
    spans: Vec<u64>,
}

impl Drop for Trace {
    fn drop(&mut self) {
        self.write();
    }
}

impl Trace {
    fn write(&mut self) {
        println!("{}", self.spans.drain(..).sum::<u64>());
    }
}

impl xtra::Actor for Trace {
    type Stop = ();

    async fn stopped(self) {}
}

impl xtra::Handler<u64> for Trace {
    type Return = ();

    async fn handle(&mut self, span: u64, _ctx: &mut xtra::Context<Self>) {
        self.spans.push(span);
        if self.spans.len() > 8 {
            self.write();
        }
    }
}

/// The elements are its state: messages ask about them.
struct Scores {
    all: Vec<u64>,
}

impl actix::Actor for Scores {
    type Context = actix::Context<Self>;
}

impl actix::Handler<Put> for Scores {
    type Result = ();

    fn handle(&mut self, put: Put, _ctx: &mut actix::Context<Self>) {
        self.all.push(put.0);
        if self.all.contains(&0) {
            self.all.clear();
        }
    }
}

struct Put(u64);

/// It is filled and written by the same message.
struct Scratch {
    bytes: Vec<u8>,
}

impl actix::Actor for Scratch {
    type Context = actix::Context<Self>;
}

impl actix::Handler<Put> for Scratch {
    type Result = ();

    fn handle(&mut self, put: Put, _ctx: &mut actix::Context<Self>) {
        self.bytes.clear();
        self.bytes.extend(put.0.to_be_bytes());
        println!("{:?}", self.bytes);
    }
}

/// A local trait of the same name says nothing about ends.
trait Actor {
    fn started(&mut self);
}

struct Lone {
    id: u64,
    directory: Directory,
}

impl Actor for Lone {
    fn started(&mut self) {
        self.directory.enter(self.id, "lone".to_owned());
    }
}
