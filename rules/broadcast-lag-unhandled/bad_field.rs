//! The receiver's kind is written somewhere else.

use tokio::sync::broadcast::{self as bus, Receiver, Sender};

#[derive(Clone, Debug)]
enum Event {
    Joined(u64),
    Left(u64),
}

type Events = bus::Receiver<Event>;

struct Hub {
    events: Sender<Event>,
}

impl Hub {
    fn new() -> Self {
        let (events, _) = bus::channel(64);
        Self { events }
    }

    fn watch(&self) -> Receiver<Event> {
        self.events.subscribe()
    }
}

struct Session {
    hub: Hub,
    events: Events,
}

impl Session {
    async fn by_field(&mut self) {
        while let Ok(event) = self.events.recv().await { //~ broadcast-lag-unhandled
            println!("{event:?}");
        }
    }

    async fn by_method(&self) {
        let mut events = self.hub.watch();
        while let Ok(event) = events.recv().await { //~ broadcast-lag-unhandled
            match event {
                Event::Joined(id) => println!("+{id}"),
                Event::Left(id) => println!("-{id}"),
            }
        }
    }

    async fn by_alias(mut events: Events) {
        while let Ok(event) = events.recv().await { //~ broadcast-lag-unhandled
            println!("{event:?}");
        }
    }
}

async fn by_constructor() {
    let (tx, mut rx) = bus::channel::<u64>(16);
    let sent = (1..9).all(|n| tx.send(n).is_ok());
    drop(tx);
    println!("{sent}");
    while let Ok(n) = rx.recv().await { //~ broadcast-lag-unhandled
        println!("{n}");
    }
}

async fn by_reference(rx: &mut Receiver<u64>) {
    while let Ok(n) = rx.recv().await { //~ broadcast-lag-unhandled
        println!("{n}");
    }
}
