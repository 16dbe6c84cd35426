//! Closures under supervisors, and supervisors under those.

use bastion::prelude::*;
use bastion::supervisor::{RestartPolicy, RestartStrategy};
use std::time::Duration;

async fn read_meter() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        println!("reading");
    }
}

async fn water_plants() {
    loop {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        println!("watering");
    }
}

/// All are restarted with any.
pub fn garden() {
    Bastion::supervisor(|supervisor| { //= supervisor strategy=one-for-all restart_limit=none child_names=["read_meter","water_plants"] together=read_meter,water_plants
        let supervisor = supervisor.with_strategy(SupervisionStrategy::OneForAll); //~ unrelated-children
        supervisor
            .children(|children| {
                children.with_exec(|_| async move {
                    read_meter().await;
                    Ok(())
                })
            })
            .children(|children| {
                children.with_exec(|_| async move {
                    water_plants().await;
                    Ok(())
                })
            })
    })
    .expect("a supervisor");
}

/// One by one, which is the default, too; three times at most.
pub fn yard() {
    Bastion::supervisor(|supervisor| { //= supervisor strategy=one-for-one restart_limit=3_restarts
        let restarts = RestartStrategy::default().with_restart_policy(RestartPolicy::Tries(3));
        supervisor
            .with_restart_strategy(restarts)
            .children(|children| {
                children.with_exec(|_| async move {
                    read_meter().await;
                    Ok(())
                })
            })
            .children(|children| {
                children.with_exec(|_| async move {
                    water_plants().await;
                    Ok(())
                })
            })
    })
    .expect("a supervisor");
}

/// Each under a supervisor of its own, which has a strategy of its own.
pub fn estate() {
    Bastion::supervisor(|supervisor| { //= supervisor strategy=one-for-one child_names=["supervisor","supervisor"]
        supervisor
            .supervisor(|meters| { //= supervisor strategy=one-for-all child_names=["read_meter"]
                meters.with_strategy(SupervisionStrategy::OneForAll).children(|children| {
                    children.with_exec(|_| async move {
                        read_meter().await;
                        Ok(())
                    })
                })
            })
            .supervisor(|plants| { //= supervisor strategy=one-for-one child_names=["water_plants"]
                plants.children(|children| {
                    children.with_exec(|_| async move {
                        water_plants().await;
                        Ok(())
                    })
                })
            })
    })
    .expect("a supervisor");
}

fn read(message: SignedMessage) -> u64 {
    println!("{message:?}");
    1
}

/// What is left is lost.
pub async fn average(ctx: BastionContext) -> Result<(), ()> {
    let mut samples = Vec::new();
    while let Ok(message) = ctx.recv().await { //~ missing-terminate-handler
        samples.push(read(message));
        if samples.len() == 60 {
            println!("{}", samples.drain(..).sum::<u64>());
        }
    }
    Ok(())
}

/// What is left is added up.
pub async fn total(ctx: BastionContext) -> Result<(), ()> {
    let mut samples = Vec::new();
    while let Ok(message) = ctx.recv().await {
        samples.push(read(message));
        if samples.len() == 60 {
            println!("{}", samples.drain(..).sum::<u64>());
        }
    }
    println!("{}", samples.into_iter().sum::<u64>());
    Ok(())
}
