//! Branches that refuse the end, switch themselves off, or leave.

use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::interval;

async fn refuses_none(mut commands: mpsc::Receiver<String>) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(command) = commands.recv() => println!("{command}"),
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn switched_off(mut commands: mpsc::Receiver<String>) {
    let mut tick = interval(Duration::from_secs(1));
    let mut open = true;
    loop {
        tokio::select! {
            command = commands.recv(), if open => match command {
                Some(command) => println!("{command}"),
                None => open = false,
            },
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn else_breaks(mut a: mpsc::Receiver<u64>, mut b: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            Some(n) = a.recv() => println!("a {n}"),
            Some(n) = b.recv() => println!("b {n}"),
            else => break,
        }
    }
}

async fn asked_afterwards(mut commands: mpsc::Receiver<String>, mut stop: watch::Receiver<bool>) {
    loop {
        let command = tokio::select! {
            command = commands.recv() => command,
            changed = stop.changed() => {
                if changed.is_err() || *stop.borrow() {
                    return;
                }
                continue;
            }
        };
        let Some(command) = command else { return };
        println!("{command}");
    }
}
