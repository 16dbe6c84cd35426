//! Another message takes the entry out; and the map of an actor that is there for one connection ends with it.

use kameo::prelude::*;
use std::collections::HashMap;
use tokio::net::TcpListener;

#[derive(Actor)]
pub struct Session {
    streams: HashMap<u64, ActorRef<Stream>>,
}

#[derive(Actor)]
pub struct Stream {
    lines: u32,
}

pub struct Open(pub u64, pub ActorRef<Stream>);

impl Message<Open> for Session {
    type Reply = ();

    async fn handle(&mut self, open: Open, _context: &mut Context<Self, ()>) {
        self.streams.insert(open.0, open.1);
    }
}

#[derive(Actor)]
pub struct Hub {
    sessions: HashMap<u64, ActorRef<Session>>,
}

pub struct Join(pub u64, pub ActorRef<Session>);

impl Message<Join> for Hub {
    type Reply = ();

    async fn handle(&mut self, join: Join, _context: &mut Context<Self, ()>) {
        self.sessions.insert(join.0, join.1);
    }
}

pub struct Leave(pub u64);

impl Message<Leave> for Hub {
    type Reply = ();

    async fn handle(&mut self, leave: Leave, _context: &mut Context<Self, ()>) {
        self.sessions.remove(&leave.0);
    }
}

pub async fn run(listener: TcpListener, hub: ActorRef<Hub>) {
    let mut next = 0;
    loop {
        let Ok(_) = listener.accept().await else { continue };
        next += 1;
        let session = Session::spawn(Session { streams: HashMap::new() });
        let _ = hub.tell(Join(next, session)).await;
    }
}

#[tokio::main]
async fn main() {
    let hub = Hub::spawn(Hub { sessions: HashMap::new() });
    run(TcpListener::bind("127.0.0.1:0").await.unwrap(), hub).await;
}
