//! Children that a helper describes: what it is given is started, and not the helper.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::path::PathBuf;
use std::time::Duration;

struct Thumbnailer;

impl Actor for Thumbnailer {
    type Msg = PathBuf;
    type State = PathBuf;
    type Arguments = PathBuf;

    async fn pre_start(&self, _: ActorRef<PathBuf>, out: PathBuf) -> Result<PathBuf, ActorProcessingErr> {
        Ok(out)
    }
}

struct RecentSearches;

impl Actor for RecentSearches {
    type Msg = String;
    type State = Vec<String>;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<Vec<String>, ActorProcessingErr> {
        Ok(Vec::new())
    }
}

async fn start_thumbnailer(supervisor: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    let (actor, _) = Supervisor::spawn_linked(id, Thumbnailer, PathBuf::from("/srv/thumbs"), supervisor).await?;
    Ok(actor.get_cell())
}

async fn start_searches(supervisor: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    let (actor, _) = Supervisor::spawn_linked(id, RecentSearches, (), supervisor).await?;
    Ok(actor.get_cell())
}

fn child(id: &str, spawn_fn: SpawnFn) -> ChildSpec {
    ChildSpec { id: id.into(), restart: Restart::Permanent, spawn_fn, backoff_fn: None, reset_after: None }
}

async fn start() -> Result<(), SpawnErr> {
    let args = SupervisorArguments {
        child_specs: vec![
            child("thumbnailer", SpawnFn::new(start_thumbnailer)),
            child("searches", SpawnFn::new(start_searches)),
        ],
        options: SupervisorOptions {
            strategy: SupervisorStrategy::OneForAll, //~ unrelated-children
            max_restarts: 10,
            max_window: Duration::from_secs(60),
            reset_after: None,
        },
    };
    let (_, handle) = Supervisor::spawn("root".into(), args).await?;
    handle.await.map_err(SpawnErr::from)
}
