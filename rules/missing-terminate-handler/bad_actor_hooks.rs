//! Actors of frameworks: what they take on at their start, or while they run, no hook gives back.

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
}

/// It enters itself, and never leaves.
struct Member {
    id: u64,
    directory: Directory,
}

impl actix::Actor for Member { //~ missing-terminate-handler
    type Context = actix::Context<Self>;

    fn started(&mut self, _ctx: &mut Self::Context) {
        self.directory.enter(self.id, format!("member {}", self.id));
    }
}

/// It collects lines, and what is left at the end is lost.
struct Journal {
    lines: Vec<String>,
}

impl kameo::Actor for Journal { //~ missing-terminate-handler
    type Args = Self;
    type Error = kameo::error::Infallible;

    async fn on_start(state: Self, _me: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(state)
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

/// Its state is a type of its own, and its hook does something else.
struct Counter;

struct Counts {
    samples: Vec<u64>,
}

impl ractor::Actor for Counter { //~ missing-terminate-handler
    type Msg = u64;
    type State = Counts;
    type Arguments = ();

    async fn pre_start(
        &self,
        _me: ractor::ActorRef<u64>,
        (): (),
    ) -> Result<Counts, ractor::ActorProcessingErr> {
        Ok(Counts { samples: Vec::new() })
    }

    async fn handle(
        &self,
        _me: ractor::ActorRef<u64>,
        sample: u64,
        state: &mut Counts,
    ) -> Result<(), ractor::ActorProcessingErr> {
        state.samples.push(sample);
        if state.samples.len() == 64 {
            report(std::mem::take(&mut state.samples));
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _me: ractor::ActorRef<u64>,
        _state: &mut Counts,
    ) -> Result<(), ractor::ActorProcessingErr> {
        println!("the counter has ended");
        Ok(())
    }
}

fn report(samples: Vec<u64>) {
    println!("{}", samples.iter().sum::<u64>());
}
