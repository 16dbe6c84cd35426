//! Work with an abort handle of its own, which nobody keeps.

use futures::future::{AbortHandle, Abortable};
use std::time::Duration;
use tokio::time::sleep;

async fn beat() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("beat");
    }
}

pub fn with_registration() {
    let (_abort, registration) = AbortHandle::new_pair();
    tokio::spawn(Abortable::new(beat(), registration)); //~ detached-loop
}
