//! A branch that accepts the end, and an `else` that starts over.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::interval;

async fn accepts_none(mut commands: mpsc::Receiver<String>, mut ticks: mpsc::Receiver<()>) {
    loop { //~ recv-error-spin
        tokio::select! {
            command = commands.recv() => {
                if let Some(command) = command {
                    println!("{command}");
                }
            }
            tick = ticks.recv() => {
                if tick.is_none() {
                    break;
                }
            }
        }
    }
}

async fn logs_none(mut commands: mpsc::Receiver<String>) {
    let mut tick = interval(Duration::from_secs(1));
    loop { //~ recv-error-spin
        tokio::select! {
            _ = tick.tick() => println!("tick"),
            command = commands.recv() => match command {
                Some(command) => println!("{command}"),
                None => println!("the commands have ended"),
            },
        }
    }
}

async fn else_continues(mut a: mpsc::Receiver<u64>, mut b: mpsc::Receiver<u64>) {
    loop { //~ recv-error-spin
        tokio::select! {
            Some(n) = a.recv() => println!("a {n}"),
            Some(n) = b.recv() => println!("b {n}"),
            else => continue,
        }
    }
}
