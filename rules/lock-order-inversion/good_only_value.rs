use parking_lot::Mutex;
use std::sync::{Arc, mpsc};

static RULES: Mutex<Vec<String>> = Mutex::new(Vec::new());
static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Config {
    rules: Vec<String>,
}

impl Config {
    fn apply(&mut self) {
        let mut rules = RULES.lock();
        let mut names = NAMES.lock();
        rules.append(&mut self.rules);
        names.push("b".into());
    }

    fn reload(manager: &mut Manager) {
        Config { rules: vec!["a".into()] }.apply();
        manager.count += 1;
    }

    // Before there is a manager, or with the only one in hand.
    fn load() -> Manager {
        Config { rules: Vec::new() }.apply();
        Manager { count: 0 }
    }
}

struct Global {
    names: Vec<String>,
    rules: Vec<String>,
}

impl Default for Global {
    fn default() -> Self {
        Global { names: NAMES.lock().clone(), rules: RULES.lock().clone() }
    }
}

enum Message {
    Reload,
    Query,
}

struct Manager {
    count: usize,
}

impl Manager {
    fn process(&mut self, message: Message) {
        match message {
            Message::Reload => Config::reload(self),
            Message::Query => {
                let global = Global::default();
                self.count += global.names.len() + global.rules.len();
            }
        }
    }
}

fn listen(manager: Arc<Mutex<Manager>>, messages: mpsc::Receiver<Message>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for message in messages {
            manager.lock().process(message);
        }
    })
}

fn main() {
    let manager = Arc::new(Mutex::new(Config::load()));
    let (one, first) = mpsc::channel();
    let (other, second) = mpsc::channel();
    let threads = [listen(manager.clone(), first), listen(manager, second)];
    let _ = one.send(Message::Reload);
    let _ = other.send(Message::Query);
    drop((one, other));
    for thread in threads {
        thread.join().unwrap();
    }
}
