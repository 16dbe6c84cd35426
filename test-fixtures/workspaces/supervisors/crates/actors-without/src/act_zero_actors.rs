//! An actor ends when nobody has its address; what it was is dropped then.

use act_zero::runtimes::tokio::spawn_actor;
use act_zero::{Actor, ActorResult, Addr, Produces, WeakAddr};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct Desks {
    taken: Arc<Mutex<HashMap<u64, String>>>,
}

pub struct Guest {
    desk: u64,
    desks: Desks,
    me: WeakAddr<Self>,
}

#[async_trait]
impl Actor for Guest {
    async fn started(&mut self, me: Addr<Self>) -> ActorResult<()> {
        self.me = me.downgrade();
        self.desks.taken.lock().unwrap().insert(self.desk, "taken".to_owned());
        Produces::ok(())
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.desks.taken.lock().unwrap().remove(&self.desk);
    }
}

pub fn start(desks: Desks) -> Addr<Guest> {
    spawn_actor(Guest { desk: 1, desks, me: WeakAddr::default() })
}
