use std::thread;
use std::time::Duration;

trait Clock {
    fn pause(&self, period: Duration);
}

struct SystemClock;

impl Clock for SystemClock {
    fn pause(&self, period: Duration) {
        thread::sleep(period); //~ blocking-sleep-in-async
    }
}

async fn tick(clock: impl Clock) {
    loop {
        clock.pause(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
}

#[tokio::main]
async fn main() {
    tokio::spawn(tick(SystemClock)).await.unwrap();
}
