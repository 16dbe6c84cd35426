//! The loop leaves when MAX handles are in the list, and the caller joins them all.
use std::{net::TcpListener, thread::JoinHandle};
const MAX: usize = 16;
pub fn accept_all(l: &TcpListener, threads: &mut Vec<JoinHandle<()>>) -> Result<(), String> {
    loop {
        let (s, _) = match l.accept() {
            Ok(x) => x,
            Err(e) => {
                eprintln!("{e}");
                continue;
            }
        };
        if threads.len() >= MAX {
            return Err(format!("more than {MAX} connections"));
        }
        threads.push(std::thread::spawn(move || drop(s)));
    }
}
pub fn run(l: &TcpListener) {
    let mut threads = Vec::new();
    let _ = accept_all(l, &mut threads);
    for t in threads {
        t.join().unwrap();
    }
}

fn main() {}
