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
