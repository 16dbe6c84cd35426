//! Threads that wait before they are started again, or that wait themselves, and work that is short.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

pub fn run(stop: &AtomicBool) {
    guard(stop, |stop| scan("/dev/ttyUSB0", stop));
    guard_patient(stop, |stop| print_labels(stop));
    guard_short(stop, |_| io::stdin().read_exact(&mut [0; 4]));
}

fn guard<W: Fn(&AtomicBool) -> io::Result<()> + Sync>(stop: &AtomicBool, work: W) {
    while !stop.load(Ordering::Relaxed) {
        let ended = thread::scope(|scope| scope.spawn(|| work(stop)).join());
        println!("{}", ended.is_ok());
        thread::sleep(Duration::from_secs(2));
    }
}

fn guard_patient<W: Fn(&AtomicBool) -> io::Result<()> + Sync>(stop: &AtomicBool, work: W) {
    while !stop.load(Ordering::Relaxed) {
        let ended = thread::scope(|scope| scope.spawn(|| work(stop)).join());
        println!("{}", ended.is_ok());
    }
}

fn guard_short<W: Fn(&AtomicBool) -> io::Result<()> + Sync>(stop: &AtomicBool, work: W) {
    while !stop.load(Ordering::Relaxed) {
        let ended = thread::scope(|scope| scope.spawn(|| work(stop)).join());
        println!("{}", ended.is_ok());
    }
}

fn scan(port: &str, stop: &AtomicBool) -> io::Result<()> {
    let mut serial = std::fs::File::open(port)?;
    let mut code = [0; 16];
    while !stop.load(Ordering::Relaxed) {
        serial.read_exact(&mut code)?;
    }
    Ok(())
}

fn print_labels(stop: &AtomicBool) -> io::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        std::fs::remove_file("/var/spool/labels/next")?;
        thread::sleep(Duration::from_millis(300));
    }
    Ok(())
}
