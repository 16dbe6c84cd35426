//! A handle that a branch is lent, and that nobody looks at once another branch has left the loop.
use std::time::Duration;
use tokio::sync::mpsc;

async fn beat(peer: u64) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("{peer} is there");
    }
}

pub async fn session(peer: u64, mut commands: mpsc::Receiver<u32>) {
    let mut pulse = tokio::spawn(beat(peer)); //~ timeout-detaches-task
    loop {
        tokio::select! {
            end = &mut pulse => {
                println!("{end:?}");
                break;
            }
            command = commands.recv() => match command {
                Some(command) => println!("{command}"),
                None => break,
            },
        }
    }
}
