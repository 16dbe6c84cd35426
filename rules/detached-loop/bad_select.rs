//! `select!` branches that all go round again, and a `break` that leaves the inner loop only.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{interval, sleep};

struct Stats {
    changed: Notify,
}

fn report(stats: Arc<Stats>) {
    tokio::spawn(async move { //~ detached-loop
        let mut tick = interval(Duration::from_secs(10));
        loop {
            tokio::select! {
                () = stats.changed.notified() => println!("changed"),
                _ = tick.tick() => {
                    println!("tick");
                    continue;
                }
            }
        }
    });
}

fn compact(levels: Vec<u32>) {
    let _ = tokio::spawn(async move { //~ detached-loop
        loop {
            for level in &levels {
                if *level > 7 {
                    break;
                }
                println!("compacting level {level}");
            }
            sleep(Duration::from_secs(300)).await;
        }
    });
}

fn closures_return_elsewhere(names: Vec<String>) {
    tokio::spawn(async move { //~ detached-loop
        loop {
            let longest = names.iter().map(|name| {
                if name.is_empty() {
                    return 0;
                }
                name.len()
            });
            println!("{:?}", longest.max());
            sleep(Duration::from_secs(1)).await;
        }
    });
}
