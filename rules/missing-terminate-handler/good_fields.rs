//! Each message is written at once, the owner writes the rest, or `Drop` does.

use std::mem;
use tokio::sync::mpsc;

struct AtOnce {
    lines: mpsc::Receiver<String>,
    pending: Vec<String>,
}

impl AtOnce {
    async fn run(mut self) {
        while let Some(line) = self.lines.recv().await {
            self.pending.push(line);
            self.write();
        }
    }

    fn write(&mut self) {
        println!("{:?}", mem::take(&mut self.pending));
    }
}

struct Borrowed {
    lines: mpsc::Receiver<String>,
    pending: Vec<String>,
}

impl Borrowed {
    async fn fill(&mut self) {
        while let Some(line) = self.lines.recv().await {
            self.pending.push(line);
            if self.pending.len() > 9 {
                self.write();
            }
        }
    }

    fn write(&mut self) {
        println!("{:?}", mem::take(&mut self.pending));
    }
}

async fn owner(mut sink: Borrowed) {
    sink.fill().await;
    sink.write();
}

struct Dropped {
    lines: mpsc::Receiver<String>,
    pending: Vec<String>,
}

impl Dropped {
    async fn run(mut self) {
        while let Some(line) = self.lines.recv().await {
            self.pending.push(line);
            if self.pending.len() > 9 {
                println!("{:?}", mem::take(&mut self.pending));
            }
        }
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        println!("{:?}", self.pending);
    }
}

/// Kept as long as there is room, and thrown away: nobody writes what is in it.
struct Spare {
    lines: mpsc::Receiver<String>,
    spare: Vec<String>,
}

impl Spare {
    async fn run(mut self) {
        loop {
            tokio::select! {
                line = self.lines.recv() => match line {
                    Some(line) => self.keep(line),
                    None => return,
                },
                () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {
                    println!("{} lines are thrown away", self.spare.len());
                    self.spare.clear();
                }
            }
        }
    }

    fn keep(&mut self, line: String) {
        self.spare.push(line);
        if self.spare.len() > 100 {
            self.spare.clear();
        }
    }

    fn forget(&mut self, line: &str) -> bool {
        let forget_in = |list: &mut Vec<String>| match list.iter().position(|kept| kept == line) {
            Some(at) => {
                list.swap_remove(at);
                true
            }
            None => false,
        };
        forget_in(&mut self.spare)
    }
}
