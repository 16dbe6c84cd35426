// The sleep stands in a plain function, two calls away from the task.
use std::thread;
use std::time::Duration;

struct Gauge {
    level: u32,
}

impl Gauge {
    fn settle(&self) {
        for _ in 0..self.level {
            thread::sleep(Duration::from_millis(20)); //~ blocking-sleep-in-async
        }
    }

    fn read(&self) -> u32 {
        self.settle();
        self.level
    }
}

pub fn start(gauge: Gauge) -> tokio::task::JoinHandle<u32> {
    tokio::spawn(async move { gauge.read() })
}
