//! Loops that a flag ends: set in the round, by the function that a message is given to, or by whoever drops an owner.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::mpsc;

pub async fn drained(mut lines: mpsc::Receiver<String>) {
    let mut done = false;
    while !done { //= loop source=mpsc form=loop-select on_close=exits verdict=ok
        tokio::select! {
            line = lines.recv() => {
                if let Some(line) = line {
                    println!("{line}");
                } else {
                    done = true;
                }
            }
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("still here"),
        }
    }
}

pub async fn halted(mut lines: mpsc::Receiver<String>, left: Vec<u8>) {
    let mut halted = false;
    while !(halted && left.is_empty()) { //= loop source=mpsc on_close=exits
        tokio::select! {
            line = lines.recv(), if !halted => match line {
                Some(line) => println!("{line}"),
                None => halted = true,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("still here"),
        }
    }
}

pub async fn next_round(mut lines: mpsc::Receiver<String>) {
    let mut done = false;
    loop { //= loop source=mpsc on_close=exits
        if done {
            break;
        }
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) => println!("{line}"),
                None => done = true,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("still here"),
        }
    }
}

// What is set is nothing that the loop asks.
pub async fn counted(mut lines: mpsc::Receiver<String>) {
    let mut closed = false;
    let mut rounds = 0;
    while rounds < 100 { //= loop source=mpsc on_close=ignored
        rounds += 1;
        tokio::select! {
            line = lines.recv(), if !closed => match line {
                Some(line) => println!("{line}"),
                None => closed = true,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("still here"),
        }
    }
}

pub async fn stopped(mut stop: mpsc::Receiver<u8>) {
    let mut done = false;
    while !done { //= loop exit_signal=true
        tokio::select! {
            _ = stop.recv() => done = true,
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("tick"),
        }
    }
}

// The function that is given the message sets it.

pub enum Command {
    Add(u8),
    Stop,
}

pub struct Server {
    commands: mpsc::Receiver<Command>,
    stopping: bool,
}

impl Server {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await { //= loop on_close=exits exit_signal=true
            self.handle(command).await;
            if self.stopping {
                break;
            }
        }
    }

    async fn handle(&mut self, command: Command) {
        match command {
            Command::Add(number) => println!("{number}"),
            Command::Stop => self.stopping = true,
        }
    }
}

pub fn watched(owner: Weak<String>) {
    tokio::spawn(async move { //= task body=loop-exits stoppable=true
        while let Some(owner) = Weak::upgrade(&owner) { //= loop exit_signal=true verdict=ok
            println!("{owner}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}

// The loop reaches its sender, but only in a map that others take it out of.

pub struct Hub {
    subscribers: Mutex<HashMap<u64, mpsc::Sender<u8>>>,
}

impl Hub {
    pub fn subscribe(self: &Arc<Self>, id: u64) -> Subscriber {
        let (sender, messages) = mpsc::channel(8);
        self.subscribers.lock().unwrap().insert(id, sender);
        Subscriber { messages, hub: Arc::clone(self), id }
    }

    pub fn close(&self) {
        self.subscribers.lock().unwrap().clear();
    }
}

pub struct Subscriber {
    messages: mpsc::Receiver<u8>,
    hub: Arc<Hub>,
    id: u64,
}

impl Subscriber {
    pub async fn each(&mut self) {
        while let Some(message) = self.messages.recv().await { //= loop on_close=exits verdict=ok
            if message == 0 {
                self.hub.subscribers.lock().unwrap().remove(&self.id);
            }
        }
    }
}

// A flag behind a lock, one that is read before it is asked, and a message that says: no more.

pub fn locked(stopped: Arc<std::sync::RwLock<bool>>) {
    tokio::spawn(async move {
        loop { //= loop source=interval exit_signal=true verdict=ok
            if *stopped.read().unwrap() {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}

pub fn read_before(stopped: Arc<std::sync::atomic::AtomicBool>) {
    tokio::spawn(async move {
        loop { //= loop source=interval exit_signal=true verdict=ok
            let stopped = stopped.load(std::sync::atomic::Ordering::SeqCst);
            if !stopped {
                println!("still here");
            } else {
                return;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}

pub fn poisoned(numbers: std::sync::mpsc::Receiver<Option<u8>>) {
    for number in numbers.iter() { //= loop source=std-mpsc form=for on_close=exits exit_signal=true
        if let Some(number) = number {
            println!("{number}");
        } else {
            break;
        }
    }
}

pub fn told(commands: std::sync::mpsc::Receiver<Command>) {
    for command in commands { //= loop form=for exit_signal=true
        match command {
            Command::Add(number) => println!("{number}"),
            Command::Stop => return,
        }
    }
}

pub fn not_told(commands: std::sync::mpsc::Receiver<Command>) {
    for command in commands { //= loop form=for exit_signal=false
        match command {
            Command::Add(number) => println!("{number}"),
            Command::Stop => println!("not now"),
        }
    }
}
