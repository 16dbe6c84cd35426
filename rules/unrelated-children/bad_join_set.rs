//! The first exit ends the function, and with it the set.

use std::io;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

async fn rotate_logs() -> io::Result<()> {
    let mut tick = interval(Duration::from_secs(86_400));
    loop {
        tick.tick().await;
        tokio::fs::rename("app.log", "app.log.1").await?;
    }
}

async fn poll_mail(host: &'static str) -> io::Result<()> {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("polling {host}");
        if host.is_empty() {
            return Err(io::Error::other("no host"));
        }
    }
}

async fn question_mark() -> io::Result<()> {
    let mut services = JoinSet::new();
    services.spawn(rotate_logs());
    services.spawn(poll_mail("mx1"));
    while let Some(ended) = services.join_next().await { //~ unrelated-children
        ended??;
    }
    Ok(())
}

async fn first_exit() {
    let mut services = JoinSet::new();
    services.spawn(rotate_logs());
    services.spawn(poll_mail("mx2"));
    while let Some(ended) = services.join_next().await { //~ unrelated-children
        if !matches!(ended, Ok(Ok(()))) {
            println!("{ended:?}");
            break;
        }
    }
}

async fn taken_once() {
    let mut services = JoinSet::new();
    services.spawn(rotate_logs());
    services.spawn(poll_mail("mx3"));
    if let Some(ended) = services.join_next().await { //~ unrelated-children
        println!("{ended:?}");
    }
}
