// A function of the same name that only counts.
use std::time::Duration;

mod thread {
    pub fn sleep(_for: std::time::Duration) {}
}

pub async fn tick() {
    thread::sleep(Duration::from_secs(1));
}

fn main() {
    std::thread::sleep(Duration::from_secs(1));
}
