// One trap each; the twins in `good_traps.rs` differ only in what makes them right.
use std::time::Duration;
use tokio::sync::{mpsc, watch};

async fn if_let(mut rx: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        if let Some(n) = rx.recv().await {
            println!("{n}");
        }
    }
}

async fn any_answer(mut rx: mpsc::Receiver<u32>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop { //~ recv-error-spin
        tokio::select! {
            message = rx.recv() => {
                if let Some(n) = message {
                    println!("{n}");
                }
            }
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn goes_on(rx: flume::Receiver<u32>) {
    loop { //~ recv-error-spin
        match rx.recv_async().await {
            Ok(n) => println!("{n}"),
            Err(_) => continue,
        }
    }
}

async fn changes(mut config: watch::Receiver<u32>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    loop { //~ recv-error-spin
        tokio::select! {
            _ = config.changed() => println!("{}", *config.borrow()),
            _ = tick.tick() => println!("tick"),
        }
    }
}

async fn all_closed(mut a: mpsc::Receiver<u32>, mut b: mpsc::Receiver<u32>) {
    loop { //~ recv-error-spin
        tokio::select! {
            Some(n) = a.recv() => println!("a {n}"),
            Some(n) = b.recv() => println!("b {n}"),
            else => {}
        }
    }
}

async fn many(mut rx: mpsc::Receiver<u32>) {
    let mut batch = Vec::new();
    loop { //~ recv-error-spin
        let taken = rx.recv_many(&mut batch, 16).await;
        println!("{taken}");
        batch.clear();
    }
}
