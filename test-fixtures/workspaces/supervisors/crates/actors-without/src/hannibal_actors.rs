//! A parent holds its children, and no more than that.

use hannibal::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Child;

impl Actor for Child {}

pub struct Parent; //= supervisor api=hannibal::Actor strategy=none restart_limit=null child_names=["Child"]

impl Actor for Parent {
    async fn started(&mut self, ctx: &mut Context<Self>) -> DynResult {
        ctx.add_child(Child.spawn());
        Ok(())
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

impl Actor for Squatter { //~ missing-terminate-handler
    async fn started(&mut self, _: &mut Context<Self>) -> DynResult {
        self.desks.taken.lock().unwrap().insert(self.desk, "taken".to_owned());
        Ok(())
    }
}
