//! Two of the three work on the same channel; only the third has nothing to do with them.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

async fn write(mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await {
        println!("{line}");
    }
}

async fn tick(lines: mpsc::Sender<String>, stop: CancellationToken) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => drop(lines.send("tick".to_owned()).await),
        }
    }
}

async fn clean_up(stop: CancellationToken) {
    let mut tick = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => println!("cleaning up"),
        }
    }
}

async fn run(stop: CancellationToken) {
    let (lines, written) = mpsc::channel(8);
    tokio::select! { //~ unrelated-children
        () = write(written) => println!("writing ended"),
        () = tick(lines, stop.clone()) => println!("ticking ended"),
        () = clean_up(stop.clone()) => println!("cleaning up ended"),
    }
}
