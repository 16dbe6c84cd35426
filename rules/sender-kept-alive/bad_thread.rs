//! The thread keeps a sender of its own channel: that nobody can join it is the same mistake.
use std::sync::mpsc;

pub struct Db {
    save: mpsc::Sender<String>,
}

impl Db {
    pub fn open() -> Self {
        let (save, saved) = mpsc::channel::<String>();
        let db = Self { save: save.clone() };
        std::thread::spawn(move || {
            let again = save;
            loop { //~ sender-kept-alive
                match saved.recv() {
                    Ok(name) if name.is_empty() => drop(again.send("nobody".to_owned())),
                    Ok(name) => println!("{name}"),
                    Err(_) => return,
                }
            }
        });
        db
    }

    pub fn save(&self, name: String) {
        let _ = self.save.send(name);
    }
}
