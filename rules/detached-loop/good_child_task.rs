//! A handle that goes over into one that ends its task: by a field, by a list, by name.

use abort_on_drop::ChildTask;
use std::collections::HashMap;
use std::time::Duration;

pub struct One {
    _task: ChildTask<()>,
}

pub struct Many {
    tasks: Vec<ChildTask<()>>,
    named: HashMap<u32, ChildTask<()>>,
}

async fn tick() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("tick");
    }
}

pub fn one() -> One {
    let handle = tokio::spawn(tick());
    One { _task: handle.into() }
}

pub fn other() -> One {
    One { _task: ChildTask::from(tokio::spawn(tick())) }
}

pub fn third() -> ChildTask<()> {
    tokio::spawn(tick()).into()
}

impl Many {
    pub fn add(&mut self) {
        let handle = tokio::spawn(tick());
        self.tasks.push(handle.into());
    }

    pub fn name(&mut self, number: u32) {
        let handle = tokio::spawn(tick());
        self.named.insert(number, handle.into());
    }
}

fn main() {}
