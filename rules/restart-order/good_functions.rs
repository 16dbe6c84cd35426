//! The same in the right order.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::time::Duration;

async fn start_gate(sup: ActorCell, id: String) -> Result<ActorCell, ractor::SpawnErr> {
    let (gate, _) = Gate::spawn_linked(Some(id), Gate, GateArgs { port: 80 }, sup).await?;
    Ok(gate.get_cell())
}

async fn start_clock(sup: ActorCell, id: String) -> Result<ActorCell, ractor::SpawnErr> {
    let (clock, _) = Clock::spawn_linked(Some(id), Clock, (), sup).await?;
    Ok(clock.get_cell())
}

fn permanent(id: &str, spawn_fn: SpawnFn) -> ChildSpec {
    ChildSpec { id: id.to_string(), restart: Restart::Permanent, spawn_fn, backoff_fn: None, reset_after: None }
}

pub async fn run() -> Result<(), ActorProcessingErr> {
    let mut children = Vec::new();
    children.push(permanent("gate", SpawnFn::new(start_gate)));
    children.push(permanent("clock", SpawnFn::new(start_clock)));
    let (_sup, handle) = Supervisor::spawn(
        "root".into(),
        SupervisorArguments {
            child_specs: children,
            options: SupervisorOptions {
                strategy: SupervisorStrategy::RestForOne,
                max_restarts: 10,
                max_window: Duration::from_secs(30),
                reset_after: None,
            },
        },
    )
    .await?;
    handle.await?;
    Ok(())
}


/// Tells the gate the time: started after it.
pub struct Clock;

pub struct ClockState {
    gate: ActorRef<GateMsg>,
}

pub enum ClockMsg {
    Tick,
}

impl Actor for Clock {
    type Msg = ClockMsg;
    type State = ClockState;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<ClockMsg>, _: ()) -> Result<ClockState, ActorProcessingErr> {
        me.send_interval(std::time::Duration::from_secs(1), || ClockMsg::Tick);
        let gate = ractor::registry::where_is("gate".into()).ok_or("no gate")?.into();
        Ok(ClockState { gate })
    }

    async fn handle(&self, _: ActorRef<ClockMsg>, _: ClockMsg, state: &mut ClockState) -> Result<(), ActorProcessingErr> {
        state.gate.cast(GateMsg::Second)?;
        Ok(())
    }
}

pub struct Gate;

pub struct GateArgs {
    pub port: u16,
}

pub struct GateState {
    port: u16,
    seconds: u64,
}

pub enum GateMsg {
    Second,
    Packet(Vec<u8>),
}

impl Actor for Gate {
    type Msg = GateMsg;
    type State = GateState;
    type Arguments = GateArgs;

    async fn pre_start(&self, _: ActorRef<GateMsg>, args: GateArgs) -> Result<GateState, ActorProcessingErr> {
        Ok(GateState { port: args.port, seconds: 0 })
    }

    async fn handle(&self, _: ActorRef<GateMsg>, msg: GateMsg, state: &mut GateState) -> Result<(), ActorProcessingErr> {
        match msg {
            GateMsg::Second => state.seconds += 1,
            GateMsg::Packet(bytes) => println!("{} {} {}", state.port, state.seconds, bytes.len()),
        }
        Ok(())
    }
}
