//! The feed keeps the reference of a store that is restarted alone.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::time::Duration;

enum StoreMsg {
    Put(String),
}

struct Store;

impl Actor for Store {
    type Msg = StoreMsg;
    type State = Vec<String>;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<StoreMsg>, _: ()) -> Result<Vec<String>, ActorProcessingErr> {
        Ok(Vec::new())
    }

    async fn handle(&self, _: ActorRef<StoreMsg>, msg: StoreMsg, lines: &mut Vec<String>) -> Result<(), ActorProcessingErr> {
        match msg {
            StoreMsg::Put(line) => lines.push(line),
        }
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<StoreMsg>, lines: &mut Vec<String>) -> Result<(), ActorProcessingErr> {
        println!("{lines:?}");
        Ok(())
    }
}

struct Feed;

struct FeedState {
    store: ActorRef<StoreMsg>, //~ dependent-children
}

impl Actor for Feed {
    type Msg = String;
    type State = FeedState;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<FeedState, ActorProcessingErr> {
        let store = ActorRef::where_is("store".to_owned()).ok_or("no store")?;
        Ok(FeedState { store })
    }

    async fn handle(&self, _: ActorRef<String>, line: String, state: &mut FeedState) -> Result<(), ActorProcessingErr> {
        state.store.cast(StoreMsg::Put(line))?;
        Ok(())
    }
}

fn store() -> ChildSpec {
    ChildSpec {
        id: "store".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| start_store(cell, id)),
        backoff_fn: None,
        reset_after: None,
    }
}

async fn start_store(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Store::spawn_linked(Some(id), Store, (), cell).await?.0.get_cell())
}

fn feed() -> ChildSpec {
    ChildSpec {
        id: "feed".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| start_feed(cell, id)),
        backoff_fn: None,
        reset_after: None,
    }
}

async fn start_feed(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Actor::spawn_linked(Some(id), Feed, (), cell).await?.0.get_cell())
}

async fn run() {
    let arguments = SupervisorArguments {
        child_specs: vec![store(), feed()],
        options: SupervisorOptions {
            strategy: SupervisorStrategy::OneForOne,
            max_restarts: 3,
            max_window: Duration::from_secs(5),
            reset_after: None,
        },
    };
    let started = Supervisor::spawn("root".into(), arguments).await;
    if let Ok((_, ended)) = started {
        let _ = ended.await;
    }
}
