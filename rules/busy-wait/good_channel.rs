// A receive that waits, other work in between, and an end.
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

fn all_that_comes(rx: Receiver<u32>) {
    for n in rx.iter() {
        println!("{n}");
    }
}

fn one_by_one(rx: crossbeam_channel::Receiver<u32>) {
    while let Ok(n) = rx.recv() {
        println!("{n}");
    }
}

fn frames(rx: Receiver<u32>, draw: impl Fn()) {
    loop {
        for n in rx.try_iter() {
            println!("{n}");
        }
        draw();
    }
}

fn with_a_pause(rx: Receiver<u32>) {
    loop {
        for n in rx.try_iter() {
            println!("{n}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn until_it_is_empty(rx: Receiver<u32>) -> TryRecvError {
    loop {
        match rx.try_recv() {
            Ok(n) => println!("{n}"),
            Err(error) => return error,
        }
    }
}
