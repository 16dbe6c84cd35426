//! Who belongs together may end together; and who is started again, or only looked at, ends nobody.

use std::io;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

type Ended = (&'static str, io::Result<()>);

pub fn run_related() {
    let (ended_tx, ended) = mpsc::channel::<Ended>();
    let users = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&users);
    start("load", ended_tx.clone(), move || load(&shared));
    start("save", ended_tx, move || save(&users));
    println!("{:?}", ended.recv());
    std::process::exit(1);
}

pub fn run_each() {
    let (ended_tx, ended) = mpsc::channel::<Ended>();
    start("load", ended_tx.clone(), || load(&Mutex::new(Vec::new())));
    start("save", ended_tx, || save(&Mutex::new(Vec::new())));
    for (name, end) in ended {
        println!("{name}: {end:?}");
    }
}

fn start(name: &'static str, ended: mpsc::Sender<Ended>, run: impl FnOnce() -> io::Result<()> + Send + 'static) {
    thread::spawn(move || {
        let result = run();
        let _ = ended.send((name, result));
    });
}

fn load(users: &Mutex<Vec<String>>) -> io::Result<()> {
    loop {
        let name = std::fs::read_to_string("/var/lib/agent/next")?;
        users.lock().unwrap().push(name);
        thread::sleep(Duration::from_secs(900));
    }
}

fn save(users: &Mutex<Vec<String>>) -> io::Result<()> {
    loop {
        std::fs::write("/var/lib/agent/users", users.lock().unwrap().join("\n"))?;
        thread::sleep(Duration::from_secs(900));
    }
}
