//! Fields that hold something else of that name.

use std::io;
use std::process::{Child, Command};

/// A project's own type: what it does on drop is its own business.
struct JoinHandle<T>(T);

impl<T> JoinHandle<T> {
    fn ready(value: T) -> Self {
        Self(value)
    }
}

struct Job {
    task: JoinHandle<u32>,
    child: Child,
}

fn spawn(value: u32) -> JoinHandle<u32> {
    JoinHandle::ready(value)
}

fn start() -> io::Result<Job> {
    // self.task = tokio::spawn(lost());
    Ok(Job { task: spawn(3), child: Command::new("true").spawn()? })
}
