//! Things called `spawn` that start no task, and text that only talks about it.

use std::io;
use std::process::Command;
use std::thread;

struct World {
    entities: Vec<&'static str>,
}

impl World {
    fn spawn(&mut self, name: &'static str) -> usize {
        self.entities.push(name);
        self.entities.len() - 1
    }
}

fn spawn(name: &str) -> String {
    format!("spawned {name}")
}

mod pool {
    pub fn spawn(job: impl FnOnce()) {
        job();
    }
}

fn process() -> io::Result<()> {
    Command::new("true").spawn()?.wait()?;
    Ok(())
}

fn scoped(numbers: &mut [u64]) {
    thread::scope(|scope| {
        for n in numbers.iter_mut() {
            scope.spawn(move || *n += 1);
        }
    });
}

fn others() {
    let mut world = World { entities: Vec::new() };
    world.spawn("orc");
    spawn("nothing");
    pool::spawn(|| println!("runs here"));
    // tokio::spawn(async { lost().await });
    println!("tokio::spawn(async {{ lost().await }});");
    /* let _ = tokio::spawn(lost()); */
}
