//! Subsystems: a failure asks all to shut down, and waits; nothing is started again.

use std::io;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_graceful_shutdown::{IntoSubsystem, SubsystemBuilder, SubsystemHandle, Toplevel};

async fn meter(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn plants(subsystem: &mut SubsystemHandle) -> io::Result<()> { //= supervisor api=tokio_graceful_shutdown::Toplevel strategy=none child_names=["meter"]
    subsystem.start(SubsystemBuilder::new("meter", meter));
    subsystem.on_shutdown_requested().await;
    Ok(())
}

/// Strangers, and no finding: all are asked to end.
pub async fn orchard() {
    let ended = Toplevel::new(async |top: &mut SubsystemHandle| { //= supervisor strategy=none restart_limit=null child_names=["meter","plants"] together=meter,plants
        top.start(SubsystemBuilder::new("meter", meter));
        top.start(SubsystemBuilder::new("plants", plants));
    })
    .catch_signals()
    .handle_shutdown_requests(Duration::from_secs(1))
    .await;
    println!("{ended:?}");
}

pub struct Reader {
    values: mpsc::Sender<u64>,
}

impl IntoSubsystem<io::Error> for Reader {
    async fn run(self, subsystem: &mut SubsystemHandle) -> io::Result<()> {
        let mut every = tokio::time::interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                () = subsystem.on_shutdown_requested() => return Ok(()),
                _ = every.tick() => {
                    if self.values.send(1).await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

pub struct Writer {
    values: mpsc::Receiver<u64>,
}

/// It leaves what is in its batch when it is asked to end.
impl IntoSubsystem<io::Error> for Writer {
    async fn run(mut self, subsystem: &mut SubsystemHandle) -> io::Result<()> {
        let mut batch = Vec::new();
        loop { //~ missing-terminate-handler
            tokio::select! {
                () = subsystem.on_shutdown_requested() => return Ok(()),
                value = self.values.recv() => match value {
                    Some(value) => {
                        batch.push(value);
                        if batch.len() > 100 {
                            println!("{}", batch.drain(..).sum::<u64>());
                        }
                    }
                    None => return Ok(()),
                },
            }
        }
    }
}

/// The channel ties the two together.
pub async fn pair() {
    let (values, taken) = mpsc::channel(8);
    let ended = Toplevel::new(async |top: &mut SubsystemHandle| { //= supervisor child_names=["reader","writer"] together=reader+writer
        top.start(SubsystemBuilder::new("reader", Reader { values }.into_subsystem()));
        top.start(SubsystemBuilder::new("writer", Writer { values: taken }.into_subsystem()));
    })
    .handle_shutdown_requests(Duration::from_secs(1))
    .await;
    println!("{ended:?}");
}
