//! Dropping a runtime ends its tasks, and one value owns this one.
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

pub fn start() -> Runtime {
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.spawn(async { look_after().await });
    runtime
}

pub struct Service {
    runtime: Runtime,
}

impl Service {
    pub fn watch(&self) {
        self.runtime.spawn(look_after());
    }
}

async fn look_after() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("all is well");
    }
}
