//! A process that a function starts and another one waits for, beside a word to stop.

use std::process::ExitStatus;
use tokio::process::{Child, Command};
use tokio::sync::watch;

pub async fn run(source: String, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() { //~ unbounded-restart
        let mut encoder = match start(&source) {
            Ok(encoder) => encoder,
            Err(error) => {
                println!("cannot start: {error}");
                return;
            }
        };
        println!("started as {:?}", encoder.id());
        tokio::select! {
            status = ended(&mut encoder) => println!("ended: {status:?}"),
            _ = stopped.changed() => {
                if let Err(error) = encoder.kill().await {
                    println!("{error}");
                }
                return;
            }
        }
    }
}

fn start(source: &str) -> std::io::Result<Child> {
    Command::new("ffmpeg").args(["-re", "-i", source]).kill_on_drop(true).spawn()
}

async fn ended(encoder: &mut Child) -> std::io::Result<ExitStatus> {
    encoder.wait().await
}
