//! The method sees to it that the loop ends.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Interval, interval};

struct Sum {
    inbox: mpsc::Receiver<u32>,
    sum: u32,
    over: bool,
}

impl Sum {
    fn on(&mut self, number: Option<u32>) {
        match number {
            Some(number) => self.sum += number,
            None => self.over = true,
        }
    }

    async fn run(mut self, mut beat: Interval) {
        while !self.over {
            tokio::select! {
                number = self.inbox.recv() => self.on(number),
                _ = beat.tick() => println!("{}", self.sum),
            }
        }
    }
}

struct Total(u32);

impl Total {
    fn apply(&mut self, number: Option<u32>) -> bool {
        if let Some(number) = number {
            self.0 += number;
        }
        number.is_some()
    }
}

async fn total(mut inbox: mpsc::Receiver<u32>, mut beat: Interval) {
    let mut total = Total(0);
    loop {
        tokio::select! {
            number = inbox.recv() => {
                if !total.apply(number) {
                    break;
                }
            }
            _ = beat.tick() => println!("{}", total.0),
        }
    }
}

#[tokio::main]
async fn main() {
    let (numbers, inbox) = mpsc::channel(4);
    let (others, other) = mpsc::channel(4);
    let sum = tokio::spawn(Sum { inbox, sum: 0, over: false }.run(interval(Duration::from_secs(1))));
    let total = tokio::spawn(total(other, interval(Duration::from_secs(1))));
    numbers.send(1).await.ok();
    others.send(1).await.ok();
    drop((numbers, others));
    sum.await.ok();
    total.await.ok();
}
