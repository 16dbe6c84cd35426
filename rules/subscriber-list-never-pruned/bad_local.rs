//! Lists that the code around an accept loop makes, and clones into its sessions.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

type Subscribers = Arc<Mutex<Vec<mpsc::Sender<String>>>>;

fn publish(subscribers: &Subscribers, line: &str) {
    for subscriber in subscribers.lock().unwrap().iter() {
        let _ = subscriber.try_send(line.to_owned()); //~ subscriber-list-never-pruned
    }
}

async fn client(subscribers: Subscribers, stream: TcpStream) {
    let (tx, mut rx) = mpsc::channel(4);
    subscribers.lock().unwrap().push(tx);
    while let Some(line) = rx.recv().await {
        println!("{line} {stream:?}");
    }
}

pub async fn serve(listener: TcpListener) {
    let subscribers = Subscribers::default();
    let mut clients = JoinSet::new();
    loop {
        while clients.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        clients.spawn(client(subscribers.clone(), stream));
        publish(&subscribers, "somebody is new");
    }
}

/// The list is in a state.
struct Room {
    members: Vec<mpsc::Sender<String>>,
}

impl Room {
    fn say(&self, line: &str) {
        for member in &self.members {
            let _ = member.try_send(line.to_owned()); //~ subscriber-list-never-pruned
        }
    }
}

async fn member(room: Arc<Mutex<Room>>, stream: TcpStream) {
    let (tx, mut rx) = mpsc::channel(4);
    room.lock().unwrap().members.push(tx);
    while let Some(line) = rx.recv().await {
        println!("{line} {stream:?}");
    }
}

pub async fn chat(listener: TcpListener) {
    let room = Arc::new(Mutex::new(Room { members: Vec::new() }));
    let mut members = JoinSet::new();
    loop {
        while members.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        members.spawn(member(room.clone(), stream));
        room.lock().unwrap().say("somebody is new");
    }
}
