//! The methods keep a limit, or the elements have only so many values.

use std::collections::{HashSet, VecDeque};
use tokio::sync::mpsc::{self, Receiver};

struct Log {
    lines: VecDeque<u32>,
}

impl Log {
    fn add(&mut self, line: u32) {
        self.lines.push_back(line);
        if self.lines.len() > 100 {
            self.lines.pop_front();
        }
    }

    async fn run(mut self, mut rx: Receiver<u32>) {
        while let Some(line) = rx.recv().await {
            self.add(line);
            println!("{:?}", self.lines.back());
        }
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Kind {
    Plain,
    Coloured,
}

struct Seen {
    kinds: HashSet<Kind>,
}

impl Seen {
    fn is_new(&mut self, kind: Kind) -> bool {
        self.kinds.insert(kind)
    }
}

async fn print(mut rx: Receiver<Kind>) {
    let mut seen = Seen { kinds: HashSet::new() };
    while let Some(kind) = rx.recv().await {
        if seen.is_new(kind) {
            println!("another one");
        }
    }
}

#[tokio::main]
async fn main() {
    let (lines, rx) = mpsc::channel(4);
    let (kinds, others) = mpsc::channel(4);
    let one = tokio::spawn(Log { lines: VecDeque::new() }.run(rx));
    let two = tokio::spawn(print(others));
    lines.send(1).await.ok();
    kinds.send(Kind::Plain).await.ok();
    kinds.send(Kind::Coloured).await.ok();
    drop((lines, kinds));
    one.await.ok();
    two.await.ok();
}
