//! A `block_on` of its own comes back when the work is done.
use std::future::Future;
use std::task::{Context, Poll};

pub struct Reactor;

impl Reactor {
    pub fn block_on<F: Future<Output = ()> + 'static>(future: F) {
        let schedule = |runnable: async_task::Runnable| runnable.schedule();
        let (runnable, task) = async_task::spawn_local(future, schedule);
        let waker = runnable.waker();
        let cx = &mut Context::from_waker(&waker);
        futures::pin_mut!(task);
        runnable.schedule();
        loop {
            if let Poll::Ready(()) = task.as_mut().poll(cx) {
                return;
            }
            std::thread::yield_now();
        }
    }
}

pub struct Pool {
    store: Option<Store>,
}

pub struct Store;

impl Store {
    async fn destroy(self) {}
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(store) = self.store.take() {
            Reactor::block_on(async move { store.destroy().await });
        }
    }
}
