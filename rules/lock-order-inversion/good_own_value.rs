//! Both orders are taken by the one thread that has the player.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, RwLock};

pub struct Player {
    info: Arc<RwLock<u32>>,
    list: Arc<RwLock<Vec<u32>>>,
}

pub enum Command {
    Tick,
    Ended,
}

impl Player {
    fn open() -> Result<Self, String> {
        Ok(Self { info: Arc::default(), list: Arc::default() })
    }

    fn play(&mut self) {
        let mut info = self.info.write().unwrap();
        let mut list = self.list.write().unwrap();
        *info = list.pop().unwrap_or_default();
    }
}

pub fn run(commands: Receiver<Command>) -> Result<(), String> {
    let mut player = Player::open()?;
    while let Ok(command) = commands.recv() {
        match command {
            Command::Tick => {
                let list = player.list.read().unwrap();
                let info = player.info.read().unwrap();
                println!("{} of {}", *info, list.len());
            }
            Command::Ended => player.play(),
        }
    }
    Ok(())
}
