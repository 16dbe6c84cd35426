//! The same with a pause, with an end at the first failure, and with a pause in the function that starts it.

use std::process::ExitStatus;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::sync::watch;

pub async fn pauses(source: String, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() {
        let Ok(mut encoder) = start(&source) else { return };
        tokio::select! {
            status = ended(&mut encoder) => println!("ended: {status:?}"),
            _ = stopped.changed() => return,
        }
        tokio::select! {
            _ = tokio::time::sleep(Duration::from_secs(5)) => {}
            _ = stopped.changed() => return,
        }
    }
}

pub async fn leaves(source: String, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let Ok(mut encoder) = start(&source) else { return };
        match ended(&mut encoder).await {
            Ok(status) if status.success() => {}
            _ => return,
        }
    }
}

pub async fn starts_late(source: String, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let Ok(mut encoder) = start_late(&source).await else { return };
        println!("{:?}", ended(&mut encoder).await);
    }
}

fn start(source: &str) -> std::io::Result<Child> {
    Command::new("ffmpeg").args(["-re", "-i", source]).kill_on_drop(true).spawn()
}

async fn start_late(source: &str) -> std::io::Result<Child> {
    tokio::time::sleep(Duration::from_secs(5)).await;
    start(source)
}

async fn ended(encoder: &mut Child) -> std::io::Result<ExitStatus> {
    encoder.wait().await
}
