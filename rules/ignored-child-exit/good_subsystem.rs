//! How it has failed is logged.

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
    while !subsys.is_shutdown_requested() {
        let importer = subsys.start(
            SubsystemBuilder::new("importer", import).on_failure(ErrorAction::CatchAndLocalShutdown),
        );
        if let Err(error) = importer.join().await {
            tracing::error!(%error, "the importer has failed");
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    Ok(())
}
