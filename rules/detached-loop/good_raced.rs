//! The executor puts what it runs beside its own exit: whoever drops the executor ends the loop.

use futures::prelude::*;
use std::time::Duration;

pub struct Executor {
    handle: tokio::runtime::Handle,
    exit: async_channel::Receiver<()>,
}

impl Executor {
    pub fn exit(&self) -> impl Future<Output = ()> {
        let exit = self.exit.clone();
        async move {
            let _ = exit.recv().await;
        }
    }

    fn handle(&self) -> Option<tokio::runtime::Handle> {
        Some(self.handle.clone())
    }

    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static, name: &'static str) {
        if let Some(h) = self.spawn_handle(task, name) {
            self.monitor(h, name)
        }
    }

    fn monitor<R: Send + 'static>(
        &self,
        h: impl Future<Output = Result<R, tokio::task::JoinError>> + Send + 'static,
        _n: &'static str,
    ) {
        let _ = h;
    }

    pub fn spawn_handle<R: Send + 'static>(
        &self,
        task: impl Future<Output = R> + Send + 'static,
        name: &'static str,
    ) -> Option<tokio::task::JoinHandle<Option<R>>> {
        let exit = self.exit();
        if let Some(handle) = self.handle() {
            Some(handle.spawn(async move {
                futures::pin_mut!(exit);
                let result = match future::select(Box::pin(task), exit).await {
                    future::Either::Left((value, _)) => Some(value),
                    future::Either::Right(_) => {
                        println!("{name}");
                        None
                    }
                };
                result
            }))
        } else {
            None
        }
    }
}

pub fn start(executor: &Executor) {
    let fut = async move {
        let mut i = tokio::time::interval(Duration::from_secs(1));
        loop {
            i.tick().await;
        }
    };
    executor.spawn(fut, "x");
}
