//! The same, by every way of losing a handle.

use std::future::Future;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::{self as t, JoinHandle};
use tokio::time::sleep;

async fn tick(name: &'static str) {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("{name}");
    }
}

fn background(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(future);
}

fn start(name: &'static str) -> JoinHandle<()> {
    t::spawn(tick(name)) //~ detached-loop
}

struct Service {
    runtime: Handle,
}

impl Service {
    fn boot(&self) {
        start("returned");
        background(tick("wrapped")); //~ detached-loop
        self.runtime.spawn(tick("by handle")); //~ detached-loop
        let _ticker = t::spawn(tick("bound")); //~ detached-loop
        let future = async {
            tick("in a variable").await;
        };
        t::spawn(future); //~ detached-loop
    }
}
