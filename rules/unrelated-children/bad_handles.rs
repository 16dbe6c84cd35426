//! Handles of tasks, where the end of the first ends the others: the program is left, or they are aborted.

use std::io;
use std::time::Duration;
use tokio::time::{interval, sleep};

async fn rotate_logs() -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tick.tick().await;
        tokio::fs::rename("app.log", "app.log.1").await?;
    }
}

async fn poll_mail() -> io::Result<()> {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
}

async fn stop_both() {
    let logs = tokio::spawn(rotate_logs());
    let mail = tokio::spawn(poll_mail());
    let (end_logs, end_mail) = (logs.abort_handle(), mail.abort_handle());
    tokio::select! { //~ unrelated-children
        ended = logs => println!("{ended:?}"),
        ended = mail => println!("{ended:?}"),
    }
    end_logs.abort();
    end_mail.abort();
}

#[tokio::main]
async fn main() {
    let logs = tokio::spawn(rotate_logs());
    let mail = tokio::spawn(poll_mail());
    stop_both().await;
    tokio::select! { //~ unrelated-children
        ended = logs => println!("{ended:?}"),
        ended = mail => println!("{ended:?}"),
    }
}
