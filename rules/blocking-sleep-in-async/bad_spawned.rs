use std::thread::sleep as pause;
use std::time::Duration;

pub fn start() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        [1, 2, 3].iter().for_each(|n| {
            pause(Duration::from_millis(*n)); //~ blocking-sleep-in-async
        });
        tokio::task::yield_now().await;
    })
}

pub trait Runtime {
    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, work: F);
    fn delay(&self, time: std::time::Duration) -> impl Future<Output = ()> + Send + 'static;
}

// A runtime that shares its threads.
pub struct Shared(tokio::runtime::Handle);

impl Runtime for Shared {
    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, work: F) {
        drop(self.0.spawn(work));
    }

    fn delay(&self, time: std::time::Duration) -> impl Future<Output = ()> + Send + 'static {
        async move {
            std::thread::sleep(time); //~ blocking-sleep-in-async
        }
    }
}
