use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

struct Hub {
    sessions: Arc<Mutex<JoinSet<()>>>,
    jobs: JoinSet<u32>,
}

async fn session(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

async fn work(job: u32) -> u32 {
    job + 1
}

impl Hub {
    fn new() -> Self {
        Self { sessions: Arc::new(Mutex::new(JoinSet::new())), jobs: JoinSet::new() }
    }

    fn start(&self, socket: TcpStream) {
        self.sessions.lock().unwrap().spawn(session(socket)); //~ undrained-join-set
    }

    async fn accept(&self, listener: TcpListener) {
        while let Ok((socket, _)) = listener.accept().await {
            self.start(socket);
        }
    }

    async fn run(&mut self, mut rx: mpsc::Receiver<u32>) {
        while let Some(job) = rx.recv().await {
            println!("{} jobs so far", self.jobs.len());
            self.jobs.spawn(work(job)); //~ undrained-join-set
        }
        self.jobs.abort_all();
    }
}
