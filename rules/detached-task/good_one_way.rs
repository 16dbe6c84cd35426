//! Tasks that every way out ends.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

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

struct Ways {
    up: JoinHandle<()>,
    down: JoinHandle<()>,
}

impl Drop for Ways {
    fn drop(&mut self) {
        self.up.abort();
        self.down.abort();
    }
}

impl Relay {
    async fn run(self) {
        let mut ways =
            Ways { up: tokio::spawn(copy(self.socket.clone())), down: tokio::spawn(copy(self.socket.clone())) };
        tokio::select! {
            _ = &mut ways.up => {}
            _ = &mut ways.down => {}
        }
    }

    async fn guarded(self) {
        let mut up = AbortOnDropHandle::new(tokio::spawn(copy(self.socket.clone())));
        let _ = (&mut up).await;
        up.abort();
    }

    // Nobody drops this future.
    async fn once(self) {
        let up = tokio::spawn(copy(self.socket.clone()));
        tokio::time::sleep(Duration::from_secs(60)).await;
        up.abort();
    }
}

pub async fn forward(relay: Relay, other: Relay, last: Relay, cancel: CancellationToken) {
    let mut run = tokio::spawn(relay.run());
    let mut guarded = tokio::spawn(other.guarded());
    tokio::select! {
        () = cancel.cancelled() => {}
        _ = &mut run => {}
        _ = &mut guarded => {}
    }
    run.abort();
    guarded.abort();
    last.once().await;
}

async fn drain(mut from: mpsc::Receiver<u32>) {
    while let Some(number) = from.recv().await {
        println!("{number}");
    }
}

// It ends with its channel, which goes with the future.
async fn feed(to: &str) -> std::io::Result<()> {
    let (tx, rx) = mpsc::channel(4);
    let printer = tokio::spawn(drain(rx));
    let _ = tx.send(tokio::fs::read(to).await?.len() as u32).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    printer.abort();
    Ok(())
}

pub async fn fed(to: &str) -> bool {
    tokio::time::timeout(Duration::from_secs(1), feed(to)).await.is_ok()
}

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!("alive");
    }
}

pub struct Host {
    pub store: Vec<u8>,
    pulse: AbortHandle,
}

impl Drop for Host {
    fn drop(&mut self) {
        self.pulse.abort();
    }
}

pub async fn open() -> std::io::Result<Host> {
    let store = tokio::fs::read("store").await?;
    let pulse = tokio::spawn(beat()).abort_handle();
    Ok(Host { store, pulse })
}

async fn think(about: u32) {
    tokio::time::sleep(Duration::from_secs(60)).await;
    println!("{about}");
}

struct Thought {
    task: JoinHandle<()>,
}

pub struct Thoughts {
    running: Mutex<HashMap<u32, Thought>>,
    watched: Mutex<HashMap<u32, AbortOnDropHandle<()>>>,
    spoken: Mutex<HashMap<u32, Thought>>,
}

impl Thoughts {
    pub fn start(&self, about: u32) {
        self.running.lock().unwrap().insert(about, Thought { task: tokio::spawn(think(about)) });
        self.watched.lock().unwrap().insert(about, AbortOnDropHandle::new(tokio::spawn(think(about))));
    }

    pub fn stop(&self, about: u32) {
        if let Some(thought) = self.running.lock().unwrap().remove(&about) {
            thought.task.abort();
        }
        if let Some(task) = self.watched.lock().unwrap().remove(&about) {
            task.abort();
        }
    }

    pub fn reset(&self) {
        self.watched.lock().unwrap().clear();
        for thought in self.running.lock().unwrap().values() {
            thought.task.abort();
        }
        self.running.lock().unwrap().clear();
        // Nothing aborts one of these anywhere.
        self.spoken.lock().unwrap().clear();
    }

    pub fn speak(&self, about: u32) {
        let task = tokio::spawn(async move { println!("{about}") });
        self.spoken.lock().unwrap().insert(about, Thought { task });
    }
}

// In a function of its own, and for all of them.
#[derive(Default)]
pub struct Late {
    tasks: Vec<JoinHandle<()>>,
}

impl Late {
    pub fn start(&mut self) {
        self.tasks.push(tokio::spawn(beat()));
    }

    fn end_all(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }

    pub fn end_first(&mut self) {
        self.tasks.remove(0).abort();
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        self.end_all();
        self.tasks.clear();
    }
}

// When it fails, the process ends.
async fn set_up() -> std::io::Result<Host> {
    let pulse = tokio::spawn(beat()).abort_handle();
    let store = tokio::fs::read("store").await?;
    Ok(Host { store, pulse })
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let host = set_up().await?;
    println!("{}", host.store.len());
    Ok(())
}
