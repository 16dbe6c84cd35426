//! Whoever replaces a child does not look at how the old one ended.

use std::collections::HashMap;
use std::io::{self, Read};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

pub struct Readers {
    threads: HashMap<&'static str, std::thread::JoinHandle<io::Result<()>>>,
}

impl Readers {
    fn start(&mut self, gate: &'static str) {
        self.threads.insert(gate, std::thread::spawn(move || read_badges(gate)));
    }

    pub fn replace(&mut self, gate: &'static str) {
        if let Some(thread) = self.threads.remove(gate) {
            let _ = thread.join(); //~ ignored-child-exit
        }
        std::thread::sleep(Duration::from_secs(5));
        self.start(gate);
    }
}

fn read_badges(gate: &str) -> io::Result<()> {
    let mut reader = std::fs::File::open(gate)?;
    let mut badge = [0; 8];
    loop {
        reader.read_exact(&mut badge)?;
        println!("{badge:?}");
    }
}

pub fn keep() {
    loop {
        let thread = std::thread::spawn(|| read_badges("/dev/hidraw0"));
        thread.join().ok(); //~ ignored-child-exit
        std::thread::sleep(Duration::from_secs(1));
    }
}

pub async fn reconcile(tasks: &mut HashMap<String, JoinHandle<io::Result<()>>>, stations: Vec<String>) {
    for station in stations {
        match tasks.get_mut(&station) {
            Some(task) if !task.is_finished() => {}
            Some(task) => *task = tokio::spawn(collect(station)), //~ ignored-child-exit
            None => {
                tasks.insert(station.clone(), tokio::spawn(collect(station)));
            }
        }
    }
}

pub async fn keep_one(station: String) {
    let mut task = tokio::spawn(collect(station.clone()));
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if task.is_finished() {
            task = tokio::spawn(collect(station.clone())); //~ ignored-child-exit
        }
    }
}

async fn collect(station: String) -> io::Result<()> {
    let mut socket = TcpStream::connect(station).await?;
    loop {
        println!("{}", socket.read_u8().await?);
    }
}
