//! Supervisors that start siblings again, and leave the old ones alive beside the new ones.

use joerl::gen_server::{GenServer, GenServerContext};
use joerl::supervisor::{ChildSpec, RestartIntensity};
use joerl::{Actor, ActorContext, ExitReason, Message, RestartStrategy, SupervisorSpec};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Meter;
pub struct Plants;

impl Actor for Meter {}
impl Actor for Plants {}

/// The others go on beside the new ones: no fate is shared.
pub fn greenhouse() -> SupervisorSpec {
    SupervisorSpec::new(RestartStrategy::OneForAll) //= supervisor strategy=one-for-all restart_limit=10_restarts_in_60_s child_names=["Meter","Plants"] together=Meter,Plants
        .intensity(RestartIntensity { max_restarts: 10, within_seconds: 60 })
        .child(ChildSpec::new("meter", || Box::new(Meter)))
        .child(ChildSpec::new("plants", || Box::new(Plants)))
}

pub fn bed() -> SupervisorSpec {
    let mut spec = SupervisorSpec::new(RestartStrategy::RestForOne); //= supervisor strategy=rest-for-one restart_limit=3_restarts_in_5_s child_names=["Meter","Plants"]
    spec = spec.child(ChildSpec::new("meter", || Box::new(Meter)));
    spec.child(ChildSpec::new("plants", || Box::new(Plants)))
}

#[derive(Clone, Default)]
pub struct Names {
    taken: Arc<Mutex<HashMap<String, u64>>>,
}

/// It takes a name, and never gives it back.
pub struct Holder {
    name: String,
    names: Names,
}

impl Actor for Holder { //~ missing-terminate-handler
    async fn started(&mut self, _: &mut ActorContext) {
        self.names.taken.lock().unwrap().insert(self.name.clone(), 1);
    }

    async fn handle_message(&mut self, _: Message, _: &mut ActorContext) {}
}

#[derive(Clone, Default)]
pub struct Seats {
    taken: Arc<Mutex<HashMap<u64, String>>>,
}

/// It gives its seat back.
pub struct Guest {
    seat: u64,
    seats: Seats,
}

impl Actor for Guest {
    async fn started(&mut self, _: &mut ActorContext) {
        self.seats.taken.lock().unwrap().insert(self.seat, "guest".to_owned());
    }

    async fn handle_message(&mut self, _: Message, _: &mut ActorContext) {}

    async fn stopped(&mut self, _: &ExitReason, _: &mut ActorContext) {
        self.seats.taken.lock().unwrap().remove(&self.seat);
    }
}

/// Lines wait until there are enough.
pub struct Log;

pub struct LogState {
    lines: Vec<String>,
}

impl GenServer for Log { //~ missing-terminate-handler
    type State = LogState;
    type Call = ();
    type Cast = String;
    type CallReply = ();

    async fn init(&mut self, _: &mut GenServerContext<'_, Self>) -> LogState {
        LogState { lines: Vec::new() }
    }

    async fn handle_call(&mut self, (): (), _: &mut LogState, _: &mut GenServerContext<'_, Self>) {}

    async fn handle_cast(&mut self, line: String, state: &mut LogState, _: &mut GenServerContext<'_, Self>) {
        state.lines.push(line);
        if state.lines.len() > 100 {
            for line in state.lines.drain(..) {
                println!("{line}");
            }
        }
    }
}
