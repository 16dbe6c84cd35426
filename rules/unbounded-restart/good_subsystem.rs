//! It waits before it starts the subsystem anew.

use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixStream;
use tokio_graceful_shutdown::{ErrorAction, SubsystemBuilder, SubsystemHandle};

async fn import(subsys: &mut SubsystemHandle) -> std::io::Result<()> {
    let stream = UnixStream::connect("/run/meters.sock").await?;
    let mut lines = BufReader::new(stream).lines();
    loop {
        tokio::select! {
            _ = subsys.on_shutdown_requested() => return Ok(()),
            line = lines.next_line() => match line? {
                Some(line) => println!("{line}"),
                None => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            },
        }
    }
}

async fn keep(subsys: &mut SubsystemHandle) -> std::io::Result<()> {
    loop {
        let importer = subsys.start(
            SubsystemBuilder::new("importer", import).on_failure(ErrorAction::CatchAndLocalShutdown),
        );
        match importer.join().await {
            Ok(()) => break,
            Err(error) => tracing::error!(%error, "the importer has failed"),
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    Ok(())
}
