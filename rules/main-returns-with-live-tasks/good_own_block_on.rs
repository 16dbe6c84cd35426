//! The program has a `block_on` of its own, which comes back when the work is done.
use std::future::Future;
use std::task::{Context, Poll};

pub struct Reactor;

impl Reactor {
    pub fn block_on<F, R>(future: F) -> Option<R>
    where
        F: Future<Output = R> + 'static,
        R: 'static,
    {
        let schedule = |t: async_task::Runnable| t.schedule();
        let (runnable, task) = async_task::spawn_local(future, schedule);
        let waker = runnable.waker();
        let cx = &mut Context::from_waker(&waker);
        futures::pin_mut!(task);
        runnable.schedule();
        loop {
            match task.as_mut().poll(cx) {
                Poll::Ready(output) => return Some(output),
                Poll::Pending => std::thread::yield_now(),
            };
        }
    }
}

async fn work() -> i32 { 1 }

fn main() {
    Reactor::block_on(async move {
        let rc = work().await;
        std::process::exit(rc);
    });
}
