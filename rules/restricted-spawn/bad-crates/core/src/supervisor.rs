use std::future::Future;
use tokio::task::{JoinHandle, JoinSet};

#[derive(Default)]
pub struct Supervisor {
    children: JoinSet<()>,
}

impl Supervisor {
    pub fn start(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.children.spawn(work);
    }

    pub async fn stop(mut self) {
        self.children.shutdown().await;
    }
}

pub fn start_alone(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(work)
}
