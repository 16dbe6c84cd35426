//! Who replaces a child looks at its end first; who stops, only waits.

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
            match thread.join() {
                Ok(end) => println!("{gate}: {end:?}"),
                Err(_) => println!("{gate} panicked"),
            }
        }
        self.start(gate);
    }

    pub fn stop(mut self) {
        for (_, thread) in self.threads.drain() {
            let _ = thread.join();
        }
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

pub async fn reconcile(tasks: &mut HashMap<String, JoinHandle<io::Result<()>>>, stations: Vec<String>) {
    for station in stations {
        match tasks.get_mut(&station) {
            Some(task) if !task.is_finished() => {}
            Some(task) => {
                println!("{station}: {:?}", (&mut *task).await);
                *task = tokio::spawn(collect(station));
            }
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
            let next = tokio::spawn(collect(station.clone()));
            println!("{:?}", std::mem::replace(&mut task, next).await);
        }
    }
}

async fn collect(station: String) -> io::Result<()> {
    let mut socket = TcpStream::connect(station).await?;
    loop {
        println!("{}", socket.read_u8().await?);
    }
}

pub fn in_parallel() {
    let mut threads = Vec::new();
    for gate in ["/dev/hidraw0", "/dev/hidraw1"] {
        threads.push(std::thread::spawn(move || read_badges(gate)));
    }
    for thread in threads {
        let _ = thread.join();
    }
}
