//! The same, with somebody who ends the task behind the loop, or a loop that only the task's own end leaves.
use std::time::Duration;
use tokio::sync::mpsc;

async fn beat(peer: u64) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("{peer} is there");
    }
}

pub async fn aborted(peer: u64, mut commands: mpsc::Receiver<u32>) {
    let mut pulse = tokio::spawn(beat(peer));
    loop {
        tokio::select! {
            _ = &mut pulse => break,
            command = commands.recv() => match command {
                Some(command) => println!("{command}"),
                None => break,
            },
        }
    }
    pulse.abort();
}

pub async fn to_the_end(peer: u64, mut commands: mpsc::Receiver<u32>) {
    let mut pulse = tokio::spawn(beat(peer));
    loop {
        tokio::select! {
            end = &mut pulse => {
                println!("{end:?}");
                break;
            }
            Some(command) = commands.recv() => println!("{command}"),
        }
    }
}
