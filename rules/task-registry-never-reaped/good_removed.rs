use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

type Sessions = Arc<Mutex<HashMap<SocketAddr, JoinHandle<()>>>>;

// The task removes itself.
struct Registry {
    sessions: Sessions,
}

async fn session(socket: TcpStream, peer: SocketAddr, sessions: Sessions) {
    println!("{:?}", socket.peer_addr());
    sessions.lock().unwrap().remove(&peer);
}

impl Registry {
    async fn accept(&self, listener: TcpListener) {
        while let Ok((socket, peer)) = listener.accept().await {
            let task = tokio::spawn(session(socket, peer, self.sessions.clone()));
            self.sessions.lock().unwrap().insert(peer, task);
        }
    }
}

async fn run(job: u64) {
    println!("{job}");
}

// A fixed number, started once.
struct Service {
    tasks: Vec<JoinHandle<()>>,
}

impl Service {
    fn new() -> Self {
        let mut tasks = Vec::new();
        for job in 0..4 {
            tasks.push(tokio::spawn(run(job)));
        }
        Self { tasks }
    }

    fn stop(&mut self) {
        for task in self.tasks.drain(..) {
            task.abort();
        }
    }
}

// Emptied in each round.
struct Rounds {
    tasks: Vec<JoinHandle<()>>,
}

impl Rounds {
    async fn serve(&mut self, mut rounds: mpsc::Receiver<Vec<u64>>) {
        while let Some(round) = rounds.recv().await {
            for job in round {
                self.tasks.push(tokio::spawn(run(job)));
            }
            for task in self.tasks.drain(..) {
                if task.await.is_err() {
                    println!("a job panicked");
                }
            }
        }
    }
}

// Gathered for what comes after the loop.
async fn batch(mut jobs: mpsc::Receiver<u64>) {
    let mut tasks = Vec::new();
    while let Some(job) = jobs.recv().await {
        tasks.push(tokio::spawn(run(job)));
    }
    for task in tasks {
        if task.await.is_err() {
            println!("a job panicked");
        }
    }
}

// An entry is a room, and its task lives as long as the entry.
struct Rooms {
    rooms: HashMap<u64, (mpsc::Sender<u64>, JoinHandle<()>)>,
}

async fn room(mut rx: mpsc::Receiver<u64>) {
    while let Some(number) = rx.recv().await {
        println!("{number}");
    }
}

impl Rooms {
    async fn serve(&mut self, mut names: mpsc::Receiver<u64>) {
        while let Some(name) = names.recv().await {
            let (tx, rx) = mpsc::channel(8);
            self.rooms.insert(name, (tx, tokio::spawn(room(rx))));
        }
        for (_, (tx, task)) in self.rooms.drain() {
            drop(tx);
            if task.await.is_err() {
                println!("a room panicked");
            }
        }
    }
}
