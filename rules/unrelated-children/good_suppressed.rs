//! A finding that was looked at and accepted, and test code.

use std::time::Duration;
use tokio::time::sleep;

async fn mail() {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
}

async fn logs() {
    loop {
        sleep(Duration::from_secs(86_400)).await;
        println!("rotating");
    }
}

async fn run() {
    // tether: allow(unrelated-children, reason = "the container is restarted as a whole, within a second")
    tokio::select! {
        () = mail() => println!("mail ended"),
        () = logs() => println!("logs ended"),
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn both_run() {
        tokio::select! {
            () = super::mail() => {}
            () = super::logs() => {}
        }
    }
}
