use std::thread;
use std::time::Duration;

trait Clock {
    fn pause(&self, period: Duration);
}

struct SystemClock;

impl Clock for SystemClock {
    fn pause(&self, period: Duration) {
        thread::sleep(period);
    }
}

struct StoppedClock;

impl Clock for StoppedClock {
    fn pause(&self, _: Duration) {}
}

async fn tick(clock: impl Clock) {
    loop {
        clock.pause(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
}

#[tokio::main]
async fn main() {
    let timer = thread::spawn(|| SystemClock.pause(Duration::from_secs(1)));
    tokio::spawn(tick(StoppedClock)).await.unwrap();
    timer.join().unwrap();
}
