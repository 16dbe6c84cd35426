//! The program has a spawn function of its own, which comes back at once.
use std::future::Future;

pub struct Reactor;

impl Reactor {
    pub fn block_on<F, R>(future: F) -> Option<R>
    where
        F: Future<Output = R> + 'static,
        R: 'static,
    {
        let schedule = |t: async_task::Runnable| t.schedule();
        let (runnable, task) = async_task::spawn_local(future, schedule);
        runnable.schedule();
        task.detach();
        None
    }
}

async fn work() -> i32 { 1 }

fn main() {
    Reactor::block_on(async move { //~ main-returns-with-live-tasks
        let rc = work().await;
        std::process::exit(rc);
    });
}
