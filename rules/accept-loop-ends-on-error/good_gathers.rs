//! A rendezvous of a known number of peers at the start, no endless accept loop.
use std::net::{TcpListener, TcpStream};
use std::time::Duration;
pub fn gather(l: &TcpListener, n: usize) -> std::io::Result<Vec<TcpStream>> {
    let mut all = Vec::with_capacity(n);
    while all.len() < n {
        if let Ok((s, _)) = l.accept() {
            s.set_read_timeout(Some(Duration::from_secs(10)))?;
            all.push(s);
        }
    }
    Ok(all)
}

fn main() {}
