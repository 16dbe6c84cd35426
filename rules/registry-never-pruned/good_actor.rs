//! Another message takes the entry out; and the map of an actor that is there for one client ends with it.

use actix::prelude::*;
use std::collections::HashMap;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Say(pub String);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Connect {
    pub id: u64,
    pub client: Recipient<Say>,
}

#[derive(Default)]
pub struct Chat {
    sessions: HashMap<u64, Recipient<Say>>,
}

impl Actor for Chat {
    type Context = Context<Self>;
}

impl Handler<Connect> for Chat {
    type Result = ();

    fn handle(&mut self, message: Connect, _context: &mut Context<Self>) {
        self.sessions.insert(message.id, message.client);
    }
}

impl Handler<Say> for Chat {
    type Result = ();

    fn handle(&mut self, message: Say, _context: &mut Context<Self>) {
        for client in self.sessions.values() {
            client.do_send(Say(message.0.clone()));
        }
    }
}

#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave(pub u64);

impl Handler<Leave> for Chat {
    type Result = ();

    fn handle(&mut self, message: Leave, _context: &mut Context<Self>) {
        self.sessions.remove(&message.0);
    }
}

#[derive(Default)]
pub struct Session {
    streams: HashMap<u64, Recipient<Say>>,
}

impl Actor for Session {
    type Context = Context<Self>;
}

impl Handler<Connect> for Session {
    type Result = ();

    fn handle(&mut self, message: Connect, _context: &mut Context<Self>) {
        self.streams.insert(message.id, message.client);
    }
}

#[actix::main]
async fn main() {
    let chat = Chat::default().start();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    while chat.connected() {
        let Ok(_) = listener.accept().await else { continue };
        println!("{}", Session::default().start().connected());
    }
}
