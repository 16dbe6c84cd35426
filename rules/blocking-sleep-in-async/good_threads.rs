// Where blocking belongs, it is fine; so is code that only threads call.
use std::time::Duration;

pub async fn measure() -> u32 {
    let first = tokio::task::spawn_blocking(|| {
        std::thread::sleep(Duration::from_millis(5));
        1
    });
    let second = tokio::task::block_in_place(|| {
        std::thread::sleep(Duration::from_millis(5));
        2
    });
    let third = std::thread::spawn(|| {
        slow();
        3
    });
    first.await.unwrap_or(0) + second + third.join().unwrap_or(0)
}

fn slow() {
    std::thread::sleep(Duration::from_millis(5));
}

pub trait Runtime {
    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, work: F);
    fn delay(&self, time: Duration) -> impl Future<Output = ()> + Send + 'static;
}

// Each future has a thread of its own.
pub struct Threads;

impl Runtime for Threads {
    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, work: F) {
        std::thread::spawn(move || {
            futures::executor::block_on(work);
        });
    }

    fn delay(&self, time: Duration) -> impl Future<Output = ()> + Send + 'static {
        async move {
            std::thread::sleep(time);
        }
    }
}
