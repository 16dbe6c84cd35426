//! Endless tasks that are aborted on all ways out.
use std::time::Duration;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::task::AbortOnDropHandle;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("alive");
    }
}

async fn upload(part: u64) -> std::io::Result<()> {
    println!("{part}");
    Ok(())
}

pub async fn upload_all() -> std::io::Result<()> {
    let pulse = tokio::spawn(beat());
    let done = upload(1).await;
    pulse.abort();
    done?;
    Ok(())
}

fn start() -> AbortHandle {
    tokio::spawn(beat()).abort_handle()
}

pub async fn upload_more() -> std::io::Result<()> {
    upload(2).await?;
    let pulse = start();
    let done = upload(3).await;
    pulse.abort();
    done
}

fn begin() -> (u64, JoinHandle<()>) {
    (3, tokio::spawn(beat()))
}

pub async fn upload_rest() -> std::io::Result<()> {
    let (part, pulse) = begin();
    let pulse = AbortOnDropHandle::new(pulse);
    upload(part).await?;
    pulse.abort();
    Ok(())
}

pub async fn upload_guarded() -> std::io::Result<()> {
    let pulse = tokio::spawn(beat());
    let _stop = scopeguard::guard((), |()| pulse.abort());
    upload(4).await?;
    Ok(())
}
