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
