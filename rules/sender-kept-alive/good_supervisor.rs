//! A supervisor that runs for ever keeps the sender for each child that it starts again.

use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

struct Supervisor {
    over: Sender<&'static str>,
}

impl Supervisor {
    fn start(&mut self, gate: &'static str) {
        let over = self.over.clone();
        thread::spawn(move || {
            println!("{:?}", std::fs::read(gate));
            let _ = over.send(gate);
        });
    }
}

fn main() {
    let (over, ended) = channel();
    let mut supervisor = Supervisor { over };
    supervisor.start("/dev/hidraw0");
    supervisor.start("/dev/hidraw1");
    for gate in ended {
        thread::sleep(Duration::from_secs(5));
        supervisor.start(gate);
    }
}
