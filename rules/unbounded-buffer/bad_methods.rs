//! The loop adds through a method: of the value that it belongs to, or of another one in front of it.

use std::collections::HashSet;
use tokio::sync::mpsc::{self, Receiver};

struct Log {
    lines: Vec<u32>,
}

impl Log {
    fn add(&mut self, line: u32) {
        self.lines.push(line); //~ unbounded-buffer
    }

    async fn run(mut self, mut rx: Receiver<u32>) {
        while let Some(line) = rx.recv().await {
            self.add(line);
            println!("{:?}", self.lines.last());
        }
    }
}

struct Seen {
    numbers: HashSet<u64>,
}

impl Seen {
    fn is_new(&mut self, number: u64) -> bool {
        self.numbers.insert(number) //~ unbounded-buffer
    }
}

async fn print(mut rx: Receiver<u64>) {
    let mut seen = Seen { numbers: HashSet::new() };
    while let Some(number) = rx.recv().await {
        if seen.is_new(number) {
            println!("{number}");
        }
    }
}

#[tokio::main]
async fn main() {
    let (lines, rx) = mpsc::channel(4);
    let (numbers, others) = mpsc::channel(4);
    let one = tokio::spawn(Log { lines: Vec::new() }.run(rx));
    let two = tokio::spawn(print(others));
    lines.send(1).await.ok();
    numbers.send(1).await.ok();
    drop((lines, numbers));
    one.await.ok();
    two.await.ok();
}
