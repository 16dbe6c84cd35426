//! One function, many names.

use std::time::Duration;
use tokio::runtime::Handle;
use tokio::spawn as go;
use tokio::task as t;
use tokio::task::{self, spawn_blocking};
use tokio::time::sleep;

mod rt {
    pub use tokio::spawn;
}

async fn touch(path: &'static str) {
    sleep(Duration::from_millis(1)).await;
    println!("{path}");
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().map(|&b| u64::from(b)).sum()
}

fn all_of_them(bytes: Vec<u8>) {
    go(touch("a")); //~ detached-task
    t::spawn(touch("b")); //~ detached-task
    task::spawn(touch("c")); //~ detached-task
    rt::spawn(touch("d")); //~ detached-task
    ::tokio::spawn(touch("e")); //~ detached-task
    Handle::current().spawn(touch("f")); //~ detached-task
    spawn_blocking(move || { //~ detached-task
        println!("{}", checksum(&bytes));
    });
}

fn in_a_function() {
    use tokio::task::spawn;
    spawn(touch("g")); //~ detached-task
}
