//! Functions start the children, and are named in their descriptions.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::time::Duration;

async fn start_gate(sup: ActorCell, id: String) -> Result<ActorCell, ractor::SpawnErr> {
    let (gate, _) = Gate::spawn_linked(Some(id), Gate, GateArgs { port: 80 }, sup).await?;
    Ok(gate.get_cell())
}

async fn start_store(sup: ActorCell, id: String) -> Result<ActorCell, ractor::SpawnErr> {
    let (store, _) = Store::spawn_linked(Some(id), Store, (), sup).await?;
    Ok(store.get_cell())
}

fn permanent(id: &str, spawn_fn: SpawnFn) -> ChildSpec {
    ChildSpec { id: id.to_string(), restart: Restart::Permanent, spawn_fn, backoff_fn: None, reset_after: None }
}

pub async fn run() -> Result<(), ActorProcessingErr> {
    let mut children = Vec::new();
    children.push(permanent("gate", SpawnFn::new(start_gate))); //~ restart-order
    children.push(permanent("store", SpawnFn::new(start_store)));
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


pub struct Store;

pub enum StoreMsg {
    Keep(Vec<u8>),
}

impl Actor for Store {
    type Msg = StoreMsg;
    type State = Vec<Vec<u8>>;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<StoreMsg>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        Ok(vec![])
    }

    async fn handle(&self, _: ActorRef<StoreMsg>, StoreMsg::Keep(bytes): StoreMsg, kept: &mut Self::State) -> Result<(), ActorProcessingErr> {
        kept.push(bytes);
        kept.truncate(100);
        Ok(())
    }
}

pub struct Gate;

pub struct GateArgs {
    pub port: u16,
}

pub struct GateState {
    port: u16,
    store: Option<ActorRef<StoreMsg>>,
}

pub enum GateMsg {
    Use(ActorRef<StoreMsg>),
    Packet(Vec<u8>),
}

impl Actor for Gate {
    type Msg = GateMsg;
    type State = GateState;
    type Arguments = GateArgs;

    async fn pre_start(&self, _: ActorRef<GateMsg>, args: GateArgs) -> Result<GateState, ActorProcessingErr> {
        Ok(GateState { port: args.port, store: None })
    }

    async fn handle(&self, _: ActorRef<GateMsg>, msg: GateMsg, state: &mut GateState) -> Result<(), ActorProcessingErr> {
        match msg {
            GateMsg::Use(store) => state.store = Some(store),
            GateMsg::Packet(bytes) => {
                let store = state.store.as_ref().ok_or_else(|| format!("no store for port {}", state.port))?;
                store.cast(StoreMsg::Keep(bytes))?;
            }
        }
        Ok(())
    }
}
