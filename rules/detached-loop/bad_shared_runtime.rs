//! A runtime that many share, or that a static holds, may outlive everybody who knows the task.
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::runtime::Runtime;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

pub fn start() {
    let runtime = RUNTIME.get().unwrap();
    runtime.spawn(look_after()); //~ detached-loop
}

pub struct Service {
    runtime: Arc<Runtime>,
}

impl Service {
    pub fn watch(&self) {
        self.runtime.spawn(look_after()); //~ detached-loop
    }
}

async fn look_after() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("all is well");
    }
}
