//! The task is awaited; what is kept is the handle of a thread that it has started.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

struct Session {
    number: u32,
    _output: thread::JoinHandle<()>,
}

pub struct Terminals {
    sessions: Arc<Mutex<HashMap<u32, Session>>>,
}

impl Terminals {
    pub async fn open(&self) -> Result<(), String> {
        let opened = tokio::task::spawn_blocking(move || {
            let output = thread::spawn(move || println!("output"));
            Ok::<_, String>((1, output))
        })
        .await
        .map_err(|error| error.to_string())??;
        let (number, output) = opened;
        self.sessions.lock().unwrap().insert(number, Session { number, _output: output });
        Ok(())
    }

    pub fn close(&self, number: u32) {
        if let Some(session) = self.sessions.lock().unwrap().remove(&number) {
            println!("{}", session.number);
        }
    }
}
