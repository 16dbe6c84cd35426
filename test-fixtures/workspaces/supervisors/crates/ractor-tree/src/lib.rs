//! Children of ractor-supervisor, and linked ones.

pub mod actors;
pub mod dynamic;
pub mod ends;
pub mod linked;

use actors::{Archive, Clock, Gate};
use ractor::{Actor, ActorCell, SpawnErr};
use ractor_supervisor::{
    ChildSpec, Restart, SpawnFn, Supervisor, SupervisorArguments, SupervisorOptions, SupervisorStrategy,
};
use std::time::Duration;

fn options(strategy: SupervisorStrategy) -> SupervisorOptions {
    SupervisorOptions { strategy, max_restarts: 3, max_window: Duration::from_secs(5), reset_after: None }
}

async fn start_archive(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Actor::spawn_linked(Some(id), Archive, (), cell).await?.0.get_cell())
}

async fn start_gate(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Actor::spawn_linked(Some(id), Gate, (), cell).await?.0.get_cell())
}

fn archive() -> ChildSpec {
    ChildSpec {
        id: "archive".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| start_archive(cell, id)),
        backoff_fn: None,
        reset_after: None,
    }
}

fn gate() -> ChildSpec {
    ChildSpec {
        id: "gate".to_owned(),
        restart: Restart::Transient,
        spawn_fn: SpawnFn::new(|cell, id| start_gate(cell, id)),
        backoff_fn: None,
        reset_after: None,
    }
}

fn clock() -> ChildSpec {
    ChildSpec {
        id: "clock".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| async move {
            Ok(Clock::spawn_linked(Some(id), Clock, (), cell).await?.0.get_cell())
        }),
        backoff_fn: None,
        reset_after: None,
    }
}

async fn run(arguments: SupervisorArguments) {
    if let Ok((_, ended)) = Supervisor::spawn("root".into(), arguments).await {
        let _ = ended.await;
    }
}

/// The gate keeps a reference of the archive, and is restarted without it.
pub async fn each_alone() {
    run(SupervisorArguments {
        child_specs: vec![archive(), gate()],
        options: options(SupervisorStrategy::OneForOne),
    })
    .await;
}

/// In order.
pub async fn in_order() {
    run(SupervisorArguments { child_specs: vec![archive(), gate()], options: options(SupervisorStrategy::RestForOne) })
        .await;
}

/// Not in order.
pub async fn not_in_order() {
    run(SupervisorArguments {
        child_specs: vec![gate(), archive()], //~ restart-order
        options: options(SupervisorStrategy::RestForOne),
    })
    .await;
}

/// The gate asks for others by name: it may know the clock, too.
pub async fn with_one_who_asks() {
    run(SupervisorArguments {
        child_specs: vec![archive(), gate(), clock()],
        options: options(SupervisorStrategy::OneForAll),
    })
    .await;
}

/// The clock has nothing to do with the archive.
pub async fn with_a_stranger() {
    run(SupervisorArguments {
        child_specs: vec![archive(), clock()],
        options: options(SupervisorStrategy::OneForAll), //~ unrelated-children
    })
    .await;
}

/// The clock is alone, whatever the strategy.
pub async fn one_child() {
    run(SupervisorArguments { child_specs: vec![clock()], options: options(SupervisorStrategy::OneForAll) }).await;
}
