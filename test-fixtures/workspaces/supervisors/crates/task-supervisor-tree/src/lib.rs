//! Tasks that are started again from a clone, each alone.

use std::time::Duration;
use task_supervisor::{CancellationToken, SupervisedTask, SupervisorBuilder, SupervisorHandle, TaskResult};

#[derive(Clone)]
pub struct Poller {
    every: Duration,
}

impl SupervisedTask for Poller {
    async fn run(self, stop: CancellationToken) -> TaskResult {
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(self.every) => println!("polling"),
            }
        }
    }
}

#[derive(Clone)]
pub struct Sweeper;

impl SupervisedTask for Sweeper {
    async fn run(self, stop: CancellationToken) -> TaskResult {
        stop.cancelled().await;
        Ok(())
    }
}

pub fn by_default() -> SupervisorHandle {
    SupervisorBuilder::new() //= supervisor strategy=one-for-one restart_limit=5_restarts_in_60_s child_names=["Poller","Sweeper"] together=Poller,Sweeper
        .with_task("poller", Poller { every: Duration::from_secs(5) })
        .with_task("sweeper", Sweeper)
        .spawn()
}

/// One more is added later.
pub async fn with_words() -> Result<(), Box<dyn std::error::Error>> {
    let tasks = SupervisorBuilder::new() //= supervisor restart_limit=2_restarts_in_500_ms child_names=["Poller","Sweeper"]
        .with_restart_limit(2, Duration::from_millis(500))
        .with_task("poller", Poller { every: Duration::from_secs(5) })
        .spawn();
    tasks.add_task("sweeper", Sweeper).await?;
    tasks.wait().await?;
    Ok(())
}

pub fn for_ever() -> SupervisorHandle {
    SupervisorBuilder::new() //= supervisor restart_limit=none,_after_pauses
        .with_unlimited_restarts()
        .with_task("sweeper", Sweeper)
        .spawn()
}
