//! The parent decides about the one that failed, and about no other.

use riker::actors::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Store;

impl Actor for Store {
    type Msg = String;

    fn recv(&mut self, _: &Context<String>, line: String, _: Sender) {
        println!("{line}");
    }
}

#[derive(Default)]
pub struct Clock;

impl Actor for Clock {
    type Msg = String;

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}

/// Each is started again, for ever.
#[derive(Default)]
pub struct ByDefault; //= supervisor api=riker::actor::Actor strategy=one-for-one restart_limit=none child_names=["Store","Clock"] together=Store,Clock

impl Actor for ByDefault {
    type Msg = String;

    fn pre_start(&mut self, ctx: &Context<String>) {
        ctx.actor_of::<Store>("store").unwrap();
        ctx.actor_of::<Clock>("clock").unwrap();
    }

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}

#[derive(Default)]
pub struct Never; //= supervisor strategy=none

impl Actor for Never {
    type Msg = String;

    fn pre_start(&mut self, ctx: &Context<String>) {
        ctx.actor_of::<Store>("store").unwrap();
    }

    fn supervisor_strategy(&self) -> Strategy {
        Strategy::Stop
    }

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}

/// The one above decides.
#[derive(Default)]
pub struct Above; //= supervisor strategy=unknown

impl Actor for Above {
    type Msg = String;

    fn pre_start(&mut self, ctx: &Context<String>) {
        ctx.actor_of::<Store>("store").unwrap();
    }

    fn supervisor_strategy(&self) -> Strategy {
        Strategy::Escalate
    }

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}

#[derive(Clone, Default)]
pub struct Desks {
    taken: Arc<Mutex<HashMap<u64, String>>>,
    lent: Arc<Mutex<HashMap<u64, String>>>,
}

pub struct Squatter {
    desk: u64,
    desks: Desks,
}

impl Actor for Squatter { //~ missing-terminate-handler
    type Msg = String;

    fn pre_start(&mut self, _: &Context<String>) {
        self.desks.taken.lock().unwrap().insert(self.desk, "taken".to_owned());
    }

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}

pub struct Guest {
    desk: u64,
    desks: Desks,
}

impl Actor for Guest {
    type Msg = String;

    fn post_start(&mut self, _: &Context<String>) {
        self.desks.lent.lock().unwrap().insert(self.desk, "lent".to_owned());
    }

    fn post_stop(&mut self) {
        self.desks.lent.lock().unwrap().remove(&self.desk);
    }

    fn recv(&mut self, _: &Context<String>, _: String, _: Sender) {}
}
