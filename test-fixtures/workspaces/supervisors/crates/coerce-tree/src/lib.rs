//! A parent is told when a child has stopped; nothing is started again.

use async_trait::async_trait;
use coerce::actor::context::ActorContext;
use coerce::actor::message::{Handler, Message};
use coerce::actor::{Actor, ActorId, IntoActorId, LocalActorRef};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Line(pub String);

impl Message for Line {
    type Result = ();
}

#[derive(Default)]
pub struct Store {
    lines: Vec<String>,
}

impl Store {
    fn write(&mut self) {
        for line in self.lines.drain(..) {
            println!("{line}");
        }
    }
}

/// What is left at the end is lost.
#[async_trait]
impl Actor for Store {} //~ missing-terminate-handler

#[async_trait]
impl Handler<Line> for Store {
    async fn handle(&mut self, line: Line, _: &mut ActorContext) {
        self.lines.push(line.0);
        if self.lines.len() > 9 {
            self.write();
        }
    }
}

/// What is left at the end is written.
#[derive(Default)]
pub struct Journal {
    lines: Vec<String>,
}

impl Journal {
    fn write(&mut self) {
        for line in self.lines.drain(..) {
            println!("{line}");
        }
    }
}

#[async_trait]
impl Actor for Journal {
    async fn stopped(&mut self, _: &mut ActorContext) {
        self.write();
    }
}

#[async_trait]
impl Handler<Line> for Journal {
    async fn handle(&mut self, line: Line, _: &mut ActorContext) {
        self.lines.push(line.0);
        if self.lines.len() > 9 {
            self.write();
        }
    }
}

/// It keeps a reference of the store.
pub struct Gate {
    store: LocalActorRef<Store>,
}

#[async_trait]
impl Actor for Gate {}

#[async_trait]
impl Handler<Line> for Gate {
    async fn handle(&mut self, line: Line, _: &mut ActorContext) {
        let _ = self.store.notify(line);
    }
}

pub struct House; //= supervisor api=coerce::actor::Actor strategy=none restart_limit=null child_names=["Store","Gate","Journal"] together=Store+Gate,Journal

#[async_trait]
impl Actor for House {
    async fn started(&mut self, ctx: &mut ActorContext) {
        let store = ctx.spawn("store".into_actor_id(), Store::default()).await.unwrap();
        ctx.spawn("gate".into_actor_id(), Gate { store }).await.unwrap();
        ctx.spawn("journal".into_actor_id(), Journal::default()).await.unwrap();
    }

    async fn on_child_stopped(&mut self, id: &ActorId, _: &mut ActorContext) {
        println!("{id} has stopped");
    }
}

#[derive(Clone, Default)]
pub struct Desks {
    taken: Arc<Mutex<HashMap<u64, String>>>,
}

pub struct Squatter {
    desk: u64,
    desks: Desks,
}

#[async_trait]
impl Actor for Squatter { //~ missing-terminate-handler
    async fn started(&mut self, _: &mut ActorContext) {
        self.desks.taken.lock().unwrap().insert(self.desk, "taken".to_owned());
    }
}
