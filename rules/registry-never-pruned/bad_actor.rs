//! A map in the state of an actor that starts with the program: all that send to it share it.

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
    sessions: HashMap<u64, Recipient<Say>>, //~ registry-never-pruned
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

#[actix::main]
async fn main() {
    let chat = Chat::default().start();
    println!("{}", chat.connected());
}
