//! Tasks that are ended everywhere but on one way out.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn copy(from: Arc<UdpSocket>) {
    let mut buffer = [0; 1500];
    loop {
        if let Err(error) = from.recv(&mut buffer).await {
            eprintln!("{error}");
        }
    }
}

pub struct Relay {
    socket: Arc<UdpSocket>,
}

impl Relay {
    async fn run(self) {
        let mut up = tokio::spawn(copy(self.socket.clone())); //~ detached-task
        let mut down = tokio::spawn(copy(self.socket.clone())); //~ detached-task
        tokio::select! {
            _ = &mut up => {}
            _ = &mut down => {}
        }
        // Whoever aborts the task of `run` does not get here.
        up.abort();
        down.abort();
    }
}

pub async fn forward(relay: Relay, cancel: CancellationToken) {
    let mut run = tokio::spawn(relay.run());
    tokio::select! {
        () = cancel.cancelled() => {}
        _ = &mut run => {}
    }
    run.abort();
}

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("alive");
    }
}

pub async fn probe(address: &str) -> bool {
    tokio::time::timeout(Duration::from_secs(1), look(address)).await.is_ok()
}

async fn look(address: &str) -> bool {
    let pulse = tokio::spawn(beat()); //~ detached-task
    let there = tokio::net::TcpStream::connect(address).await.is_ok();
    pulse.abort();
    there
}

// The owner comes too late.
pub struct Host {
    pub store: Vec<u8>,
    pulse: JoinHandle<()>,
}

impl Drop for Host {
    fn drop(&mut self) {
        self.pulse.abort();
    }
}

pub async fn open() -> std::io::Result<Host> {
    let pulse = tokio::spawn(beat()); //~ detached-task
    let store = tokio::fs::read("store").await?;
    Ok(Host { store, pulse })
}

async fn think(about: u32) {
    tokio::time::sleep(Duration::from_secs(60)).await;
    println!("{about}");
}

struct Thought {
    task: JoinHandle<()>,
}

// Clearing a map drops its handles.
pub struct Thoughts {
    running: Mutex<HashMap<u32, Thought>>,
    plain: Arc<Mutex<HashMap<u32, JoinHandle<()>>>>,
}

impl Thoughts {
    pub fn start(&self, about: u32) {
        let mut running = self.running.lock().unwrap();
        running.entry(about).or_insert_with(|| Thought { task: tokio::spawn(think(about)) });
        let mut plain = self.plain.lock().unwrap();
        plain.insert(about, tokio::spawn(think(about)));
    }

    pub fn stop(&self, about: u32) {
        if let Some(thought) = self.running.lock().unwrap().remove(&about) {
            thought.task.abort();
        }
        if let Some(task) = self.plain.lock().unwrap().remove(&about) {
            task.abort();
        }
    }

    pub fn reset(&self) {
        self.plain.lock().unwrap().clear(); //~ detached-task
    }
}

impl Drop for Thoughts {
    fn drop(&mut self) {
        self.running.lock().unwrap().clear(); //~ detached-task
    }
}
