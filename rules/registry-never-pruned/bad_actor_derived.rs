//! A map in the state of an actor that starts with the program: all that send to it share it.

use kameo::prelude::*;
use std::collections::HashMap;
use tokio::net::TcpListener;

#[derive(Actor)]
pub struct Session {
    lines: u32,
}

#[derive(kameo::Actor)]
pub struct Hub {
    sessions: HashMap<u64, ActorRef<Session>>, //~ registry-never-pruned
}

pub struct Join(pub u64, pub ActorRef<Session>);

impl Message<Join> for Hub {
    type Reply = ();

    async fn handle(&mut self, join: Join, _context: &mut Context<Self, ()>) {
        self.sessions.insert(join.0, join.1);
    }
}

pub async fn run(listener: TcpListener, hub: ActorRef<Hub>) {
    let mut next = 0;
    loop {
        let Ok(_) = listener.accept().await else { continue };
        next += 1;
        let session = Session::spawn(Session { lines: 0 });
        let _ = hub.tell(Join(next, session)).await;
    }
}

#[tokio::main]
async fn main() {
    let hub = Hub::spawn(Hub { sessions: HashMap::new() });
    run(TcpListener::bind("127.0.0.1:0").await.unwrap(), hub).await;
}
