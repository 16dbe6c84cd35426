//! The last hook is required, and is given the actor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use xtra::prelude::*;

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
    type Stop = ();

    async fn started(&mut self, _: &Mailbox<Self>) -> Result<(), ()> {
        self.desks.taken.lock().unwrap().insert(self.desk, "taken".to_owned());
        Ok(())
    }

    async fn stopped(self) {}
}

pub struct Guest {
    desk: u64,
    desks: Desks,
}

impl Actor for Guest {
    type Stop = ();

    async fn started(&mut self, _: &Mailbox<Self>) -> Result<(), ()> {
        self.desks.lent.lock().unwrap().insert(self.desk, "lent".to_owned());
        Ok(())
    }

    async fn stopped(self) {
        self.desks.lent.lock().unwrap().remove(&self.desk);
    }
}

pub struct Sample(u64);

/// What is left is lost: `stopped` drops it.
pub struct Average {
    samples: Vec<u64>,
}

impl Actor for Average { //~ missing-terminate-handler
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Sample> for Average {
    type Return = ();

    async fn handle(&mut self, sample: Sample, _: &mut Context<Self>) {
        self.samples.push(sample.0);
        if self.samples.len() == 60 {
            println!("{}", self.samples.drain(..).sum::<u64>() / 60);
        }
    }
}

/// What is left is given to whoever waits for the end.
pub struct Totals {
    samples: Vec<u64>,
}

impl Actor for Totals {
    type Stop = Vec<u64>;

    async fn stopped(self) -> Vec<u64> {
        self.samples
    }
}

impl Handler<Sample> for Totals {
    type Return = ();

    async fn handle(&mut self, sample: Sample, _: &mut Context<Self>) {
        self.samples.push(sample.0);
        if self.samples.len() == 60 {
            println!("{}", self.samples.drain(..).sum::<u64>() / 60);
        }
    }
}

pub fn start(desks: Desks) -> Address<Guest> {
    xtra::spawn_tokio(Guest { desk: 1, desks }, Mailbox::unbounded())
}
