//! Threads that are started again until a flag says stop: in a scope, and with work that callers give.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub fn run(stop: Arc<AtomicBool>) {
    let flag = Arc::clone(&stop);
    let scanner = thread::spawn(move || guard("scanner", &flag, |stop| scan("/dev/ttyUSB0", stop)));
    if scanner.join().is_err() {
        println!("the guard panicked");
    }
}

fn guard<W>(name: &str, stop: &AtomicBool, work: W)
where
    W: Fn(&AtomicBool) -> io::Result<()> + Sync,
{
    while !stop.load(Ordering::Relaxed) { //~ unbounded-restart
        let ended = thread::scope(|scope| scope.spawn(|| work(stop)).join());
        match ended {
            Ok(end) => println!("{name}: {end:?}"),
            Err(_) => println!("{name} panicked"),
        }
    }
}

pub fn run_plain(stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) { //~ unbounded-restart
        let flag = Arc::clone(&stop);
        if thread::spawn(move || scan("/dev/ttyUSB1", &flag)).join().is_err() {
            println!("the scanner panicked");
        }
    }
}

fn scan(port: &str, stop: &AtomicBool) -> io::Result<()> {
    let mut serial = std::fs::File::open(port)?;
    let mut code = [0; 16];
    while !stop.load(Ordering::Relaxed) {
        serial.read_exact(&mut code)?;
        println!("{code:?}");
    }
    Ok(())
}
