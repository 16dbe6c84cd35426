//! A supervisor of two groups of children.

use bastion::{Bastion, SupervisionStrategy};
use std::time::Duration;

async fn rotate_logs() {
    loop {
        tokio::time::sleep(Duration::from_secs(86_400)).await;
        println!("rotating");
    }
}

async fn poll_mail() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
}

fn supervise() {
    Bastion::supervisor(|supervisor| {
        supervisor
            .with_strategy(SupervisionStrategy::OneForAll) //~ unrelated-children
            .children(|children| {
                children.with_exec(|_| async move {
                    rotate_logs().await;
                    Ok(())
                })
            })
            .children(|children| {
                children.with_exec(|_| async move {
                    poll_mail().await;
                    Ok(())
                })
            })
    })
    .expect("a supervisor");
}
