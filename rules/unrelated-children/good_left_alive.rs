//! Crates whose supervisors let the others go on, or ask them to end and wait.

use joerl::{ActorSystem, ChildSpec, RestartStrategy, SupervisorSpec};
use std::io;
use std::sync::Arc;
use tokio_graceful_shutdown::{SubsystemBuilder, SubsystemHandle, Toplevel};

struct Clock;
struct Mailer;

impl joerl::Actor for Clock {}
impl joerl::Actor for Mailer {}

/// Others are started again beside the old ones, which nobody stops.
fn one_for_all(system: &Arc<ActorSystem>) {
    let spec = SupervisorSpec::new(RestartStrategy::OneForAll)
        .child(ChildSpec::new("clock", || Box::new(Clock)))
        .child(ChildSpec::new("mailer", || Box::new(Mailer)));
    joerl::spawn_supervisor(system, spec);
}

async fn clock(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn mailer(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn orderly() {
    let ended = Toplevel::new(async |top: &mut SubsystemHandle| {
        top.start(SubsystemBuilder::new("clock", clock));
        top.start(SubsystemBuilder::new("mailer", mailer));
    })
    .catch_signals()
    .handle_shutdown_requests(std::time::Duration::from_secs(1))
    .await;
    println!("{ended:?}");
}
