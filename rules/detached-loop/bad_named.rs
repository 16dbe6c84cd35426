//! The loop lies in a function of its own, or two calls away.

use std::sync::Arc;
use std::time::Duration;
use tokio::time::{interval, sleep};

struct Poller {
    host: String,
}

impl Poller {
    fn start(host: String) {
        let poller = Arc::new(Self { host });
        tokio::spawn(poller.run()); //~ detached-loop
    }

    async fn run(self: Arc<Self>) {
        self.poll_for_ever().await;
    }

    async fn poll_for_ever(&self) {
        let mut tick = interval(Duration::from_secs(5));
        loop {
            tick.tick().await;
            println!("poll {}", self.host);
        }
    }
}

async fn heartbeat(name: &'static str) -> ! {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("{name} is alive");
    }
}

fn start_janitor() {
    tokio::spawn(async { //~ detached-loop
        println!("janitor starts");
        janitor().await;
    });
}

async fn janitor() {
    let mut round = 0_u64;
    while true {
        sleep(Duration::from_secs(30)).await;
        round += 1;
        println!("sweep {round}");
    }
}

fn start_all() {
    Poller::start("db1".to_owned());
    tokio::task::spawn(heartbeat("db1")); //~ detached-loop
    start_janitor();
}
