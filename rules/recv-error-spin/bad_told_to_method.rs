//! A method is told that nothing came, and does nothing about it.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Interval, interval};

struct Sum {
    inbox: mpsc::Receiver<u32>,
    sum: u32,
}

impl Sum {
    fn on(&mut self, number: Option<u32>) {
        match number {
            Some(number) => self.sum += number,
            None => println!("nothing"),
        }
    }

    async fn run(mut self, mut beat: Interval) {
        loop { //~ recv-error-spin
            tokio::select! {
                number = self.inbox.recv() => self.on(number),
                _ = beat.tick() => println!("{}", self.sum),
            }
        }
    }
}

struct Total(u32);

impl Total {
    fn apply(&mut self, number: Option<u32>) {
        if let Some(number) = number {
            self.0 += number;
        }
    }
}

async fn total(mut inbox: mpsc::Receiver<u32>, mut beat: Interval) {
    let mut total = Total(0);
    loop { //~ recv-error-spin
        tokio::select! {
            number = inbox.recv() => total.apply(number),
            _ = beat.tick() => println!("{}", total.0),
        }
    }
}

#[tokio::main]
async fn main() {
    let (numbers, inbox) = mpsc::channel(4);
    let (others, other) = mpsc::channel(4);
    let sum = tokio::spawn(Sum { inbox, sum: 0 }.run(interval(Duration::from_secs(1))));
    let total = tokio::spawn(total(other, interval(Duration::from_secs(1))));
    numbers.send(1).await.ok();
    others.send(1).await.ok();
    drop((numbers, others));
    sum.await.ok();
    total.await.ok();
}
