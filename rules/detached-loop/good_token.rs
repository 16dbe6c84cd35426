//! A token ends it, in several forms.

use std::time::Duration;
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn tick() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("tick");
    }
}

fn polled(stop: CancellationToken) {
    tokio::spawn(async move {
        while !stop.is_cancelled() {
            sleep(Duration::from_secs(1)).await;
            println!("tick");
        }
    });
}

fn outer_select(stop: CancellationToken) {
    tokio::spawn(async move {
        tokio::select! {
            () = stop.cancelled() => println!("stopped"),
            () = tick() => {}
        }
    });
}

fn run_until(stop: CancellationToken) {
    tokio::spawn(async move {
        let _ = stop.run_until_cancelled(tick()).await;
    });
}

fn returns(stop: CancellationToken) {
    tokio::spawn(async move {
        let mut tick = interval(Duration::from_secs(1));
        'rounds: loop {
            for part in 0..3 {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => break 'rounds,
                    _ = tick.tick() => println!("part {part}"),
                }
            }
        }
        println!("stopped");
    });
}

struct Ticker {
    stop: CancellationToken,
}

impl Ticker {
    fn start(self) {
        tokio::spawn(async move {
            self.run().await;
        });
    }

    async fn run(&self) {
        loop {
            if self.stopped() {
                return;
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    fn stopped(&self) -> bool {
        self.stop.is_cancelled()
    }
}
