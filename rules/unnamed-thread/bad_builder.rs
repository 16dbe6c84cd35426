use std::thread::{Builder, JoinHandle};

pub fn start() -> std::io::Result<JoinHandle<()>> {
    Builder::new().stack_size(1 << 20).spawn(run) //~ unnamed-thread
}

fn run() {}
