//! Chains, closures and trees of other crates.

use bastion::prelude::*;
use std::io;
use std::time::Duration;
use tokio_graceful_shutdown::{SubsystemBuilder, SubsystemHandle, Toplevel};

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
    Bastion::supervisor(|supervisor| {
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

/// One by one, which is the default, too.
pub fn yard() {
    Bastion::supervisor(|supervisor| {
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

pub struct Meter;
pub struct Plants;

impl joerl::Actor for Meter {}
impl joerl::Actor for Plants {}

/// The others go on beside the new ones: no fate is shared.
pub fn greenhouse() -> joerl::SupervisorSpec {
    joerl::SupervisorSpec::new(joerl::RestartStrategy::OneForAll)
        .child(joerl::ChildSpec::new("meter", || Box::new(Meter)))
        .child(joerl::ChildSpec::new("plants", || Box::new(Plants)))
}

/// The others are killed.
pub fn field(runtime: &rusm_otp::Runtime) {
    runtime
        .supervisor(rusm_otp::Strategy::OneForAll) //~ unrelated-children
        .child(|runtime| runtime.spawn(read_meter()))
        .child(|runtime| runtime.spawn(water_plants()))
        .start();
}

async fn meter(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn plants(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

/// A failure asks all to end, and waits.
pub async fn orchard() {
    let ended = Toplevel::new(async |top: &mut SubsystemHandle| {
        top.start(SubsystemBuilder::new("meter", meter));
        top.start(SubsystemBuilder::new("plants", plants));
    })
    .catch_signals()
    .handle_shutdown_requests(Duration::from_secs(1))
    .await;
    println!("{ended:?}");
}
