//! The strategy stands in a function of its own, the children in a list that grows.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use ractor_supervisor::{ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy};
use std::time::Duration;

struct Clock;

impl Actor for Clock {
    type Msg = ();
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<()>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }
}

struct Mailer;

impl Actor for Mailer {
    type Msg = String;
    type State = String;
    type Arguments = String;

    async fn pre_start(&self, _: ActorRef<String>, host: String) -> Result<String, ActorProcessingErr> {
        Ok(host)
    }
}

async fn start_clock(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Clock::spawn_linked(Some(id), Clock, (), cell).await?.0.get_cell())
}

async fn start_mailer(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Mailer::spawn_linked(Some(id), Mailer, "localhost".to_owned(), cell).await?.0.get_cell())
}

fn options(strategy: SupervisorStrategy) -> SupervisorOptions {
    SupervisorOptions { strategy, max_restarts: 3, max_window: Duration::from_secs(5), reset_after: None }
}

async fn run() {
    let mut children = Vec::new();
    children.push(ChildSpec {
        id: "clock".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| start_clock(cell, id)),
        backoff_fn: None,
        reset_after: None,
    });
    children.push(ChildSpec {
        id: "mailer".to_owned(),
        restart: Restart::Transient,
        spawn_fn: SpawnFn::new(|cell, id| start_mailer(cell, id)),
        backoff_fn: None,
        reset_after: None,
    });
    let arguments =
        SupervisorArguments { child_specs: children, options: options(SupervisorStrategy::RestForOne) }; //~ unrelated-children
    if let Ok((_, ended)) = Supervisor::spawn("root".into(), arguments).await {
        let _ = ended.await;
    }
}
