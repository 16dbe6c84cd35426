//! Children and tasks that are put under a supervisor while it runs.

use crate::actors::{Archive, Clock};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use ractor_supervisor::{
    ChildSpec, DynamicSupervisor, DynamicSupervisorMsg, DynamicSupervisorOptions, Restart, SpawnFn, TaskOptions,
    TaskSupervisor, TaskSupervisorOptions,
};
use std::time::Duration;

fn options() -> DynamicSupervisorOptions {
    DynamicSupervisorOptions {
        max_children: Some(8),
        max_restarts: 4,
        max_window: Duration::from_secs(20),
        reset_after: None,
    }
}

async fn start_archive(cell: ActorCell, id: String) -> Result<ActorCell, SpawnErr> {
    Ok(Actor::spawn_linked(Some(id), Archive, (), cell).await?.0.get_cell())
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

/// One by one.
pub async fn children() -> Result<(), ActorProcessingErr> {
    let (supervisor, ended) = DynamicSupervisor::spawn("shelf".into(), options()).await?; //= supervisor api=ractor_supervisor::DynamicSupervisor strategy=one-for-one restart_limit=4_restarts_in_20_s child_names=["Archive","Clock"] together=Archive,Clock
    DynamicSupervisor::spawn_child(supervisor.clone(), archive()).await?;
    let clock = ChildSpec {
        id: "clock".to_owned(),
        restart: Restart::Temporary,
        spawn_fn: SpawnFn::new(|cell, id| async move {
            Ok(Clock::spawn_linked(Some(id), Clock, (), cell).await?.0.get_cell())
        }),
        backoff_fn: None,
        reset_after: None,
    };
    DynamicSupervisor::spawn_child(supervisor, clock).await?;
    ended.await?;
    Ok(())
}

/// The supervisor is somebody else's.
pub async fn one_more(supervisor: ActorRef<DynamicSupervisorMsg>) -> Result<(), ActorProcessingErr> { //= supervisor api=ractor_supervisor::DynamicSupervisor child_names=["Archive"]
    DynamicSupervisor::spawn_child(supervisor, archive()).await
}

async fn sweep() -> Result<(), ActorProcessingErr> {
    tokio::time::sleep(Duration::from_secs(60)).await;
    Err("the broom is lost".into())
}

/// Nobody says that they are to be started again.
pub async fn once() -> Result<(), Box<dyn std::error::Error>> {
    let limits = TaskSupervisorOptions {
        max_children: None,
        max_restarts: 2,
        max_window: Duration::from_secs(1),
        reset_after: None,
    };
    let (tasks, ended) = TaskSupervisor::spawn("once".into(), limits).await?; //= supervisor api=ractor_supervisor::TaskSupervisor strategy=none restart_limit=2_restarts_in_1_s child_names=["sweep"]
    TaskSupervisor::spawn_task(tasks, || sweep(), TaskOptions::new().name("sweep".into())).await?;
    ended.await?;
    Ok(())
}

/// One of them is.
pub async fn again() -> Result<(), Box<dyn std::error::Error>> {
    let (tasks, ended) = TaskSupervisor::spawn("again".into(), options()).await?; //= supervisor strategy=one-for-one restart_limit=4_restarts_in_20_s
    let each = TaskOptions::new().name("sweep".into()).restart_policy(Restart::Permanent);
    TaskSupervisor::spawn_task(tasks, || sweep(), each).await?;
    ended.await?;
    Ok(())
}
