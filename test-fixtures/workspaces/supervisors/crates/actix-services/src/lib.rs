//! Actors that are started again when they stop: under `Supervisor`, and as services of the system.

use actix::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Who is here, for all sessions.
#[derive(Clone, Default)]
pub struct Directory {
    online: Arc<Mutex<HashMap<u64, String>>>,
}

/// One of its own.
pub struct Mailer {
    queue: Vec<String>,
}

impl Actor for Mailer { //~ missing-terminate-handler
    type Context = Context<Self>;
}

impl Supervised for Mailer {}

pub struct Mail(pub String);

impl Message for Mail {
    type Result = ();
}

impl Handler<Mail> for Mailer {
    type Result = ();

    fn handle(&mut self, mail: Mail, _: &mut Context<Self>) {
        self.queue.push(mail.0);
        if self.queue.len() > 20 {
            for mail in self.queue.drain(..) {
                println!("{mail}");
            }
        }
    }
}

/// What is left is written when it stops.
pub struct Journal {
    lines: Vec<String>,
}

impl Journal {
    fn write(&mut self) {
        for line in self.lines.drain(..) {
            println!("{line}");
        }
    }
}

impl Actor for Journal {
    type Context = Context<Self>;

    fn stopping(&mut self, _: &mut Context<Self>) -> Running {
        self.write();
        Running::Stop
    }
}

impl Supervised for Journal {}

impl Handler<Mail> for Journal {
    type Result = ();

    fn handle(&mut self, mail: Mail, _: &mut Context<Self>) {
        self.lines.push(mail.0);
        if self.lines.len() > 20 {
            self.write();
        }
    }
}

pub fn start() -> (Addr<Mailer>, Addr<Journal>) {
    let mailer = Supervisor::start(|_| Mailer { queue: Vec::new() }); //= supervisor api=actix::Supervisor strategy=one-for-one restart_limit=none child_names=["Mailer"]
    let journal = actix::Supervisor::start(|_| Journal { lines: Vec::new() }); //= supervisor child_names=["Journal"]
    (mailer, journal)
}

#[derive(Default)]
pub struct Rates { //= supervisor api=actix::SystemRegistry strategy=one-for-one restart_limit=none child_names=["Rates","Prices"] together=Rates+Prices
    of: HashMap<String, f64>,
}

impl Actor for Rates {
    type Context = Context<Self>;
}

impl Supervised for Rates {}
impl SystemService for Rates {}

/// It asks the other service.
#[derive(Default)]
pub struct Prices {
    asked: u64,
}

impl Actor for Prices {
    type Context = Context<Self>;

    fn started(&mut self, _: &mut Context<Self>) {
        let rates = Rates::from_registry();
        println!("{}", rates.connected());
    }
}

impl Supervised for Prices {}
impl SystemService for Prices {}

/// It enters itself, and never leaves.
pub struct Session {
    id: u64,
    directory: Directory,
}

impl Actor for Session { //~ missing-terminate-handler
    type Context = Context<Self>;

    fn started(&mut self, _: &mut Context<Self>) {
        self.directory.online.lock().unwrap().insert(self.id, "session".to_owned());
    }
}
