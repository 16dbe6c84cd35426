use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

#[derive(Clone, Default)]
struct Registry {
    sessions: Arc<Mutex<HashMap<SocketAddr, JoinHandle<()>>>>, //~ task-registry-never-reaped
}

async fn session(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

impl Registry {
    async fn accept(&self, listener: TcpListener) {
        while let Ok((socket, peer)) = listener.accept().await {
            let task = tokio::spawn(session(socket));
            self.sessions.lock().unwrap().insert(peer, task);
            println!("{} sessions", self.sessions.lock().unwrap().len());
        }
    }

    fn stop(&self) {
        for (_, task) in self.sessions.lock().unwrap().drain() {
            task.abort();
        }
    }
}
