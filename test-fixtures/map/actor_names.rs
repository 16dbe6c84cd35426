//! Actors are tasks with the name of their type, and children of a supervisor those that its description starts; a line goes
//! from each to those of whom it keeps a reference.

use joerl::gen_server;
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::time::Duration;

struct Store;

enum StoreMsg {
    Put(String),
}

impl Actor for Store {
    type Msg = StoreMsg;
    type State = Vec<String>;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<StoreMsg>, _: ()) -> Result<Vec<String>, ActorProcessingErr> {
        Ok(Vec::new())
    }
}

struct Feed;

struct FeedState {
    store: ActorRef<StoreMsg>,
}

impl Actor for Feed {
    type Msg = String;
    type State = FeedState;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<FeedState, ActorProcessingErr> {
        let store = ractor::registry::where_is("store".into()).ok_or("no store")?.into();
        Ok(FeedState { store })
    }

    async fn post_stop(&self, _: ActorRef<String>, _: &mut FeedState) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

async fn start_store(above: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    let (actor, _) = Supervisor::spawn_linked(id, Store, (), above).await?; //= task name=Store kind=actor verdict=ok
    Ok(actor.get_cell())
}

async fn start_feed(above: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    let (actor, _) = Supervisor::spawn_linked(id, Feed, (), above).await?; //= task name=Feed kind=actor verdict=ok sends=t1
    Ok(actor.get_cell())
}

async fn tree() -> Result<(), SpawnErr> {
    let args = SupervisorArguments { //= supervisor strategy=rest-for-one ends_others=later on_parent_end=killed children=["t1","t2"]
        child_specs: vec![
            ChildSpec { id: "store".into(), spawn_fn: SpawnFn::new(start_store), restart: Restart::Permanent, backoff_fn: None, reset_after: None },
            ChildSpec { id: "feed".into(), spawn_fn: SpawnFn::new(start_feed), restart: Restart::Permanent, backoff_fn: None, reset_after: None },
        ],
        options: SupervisorOptions {
            strategy: SupervisorStrategy::RestForOne,
            max_restarts: 4,
            max_window: ractor::concurrency::Duration::from_secs(20),
            reset_after: None,
        },
    };
    let (root, handle) = Supervisor::spawn("root".into(), args).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    root.stop(None);
    let _ = handle.await;
    Ok(())
}

struct Account;

#[joerl::async_trait]
impl gen_server::GenServer for Account {}

async fn bank(system: &std::sync::Arc<joerl::ActorSystem>) {
    let account = gen_server::spawn(system, Account); //= task name=Account kind=actor
    account.cast(()).await;
}
