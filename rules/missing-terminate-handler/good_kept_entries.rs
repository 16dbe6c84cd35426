//! Entries that are there to stay: a cache that is asked first, a note of how far something has come.

use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;
use uuid::Uuid;

pub struct Users {
    numbers: Mutex<HashMap<Uuid, i64>>,
    progress: Mutex<HashMap<String, bool>>,
}

impl Users {
    async fn number_of(&self, user: Uuid) -> Result<i64, std::io::Error> {
        if let Some(number) = self.numbers.lock().unwrap().get(&user) {
            return Ok(*number);
        }
        let number = ask(user).await?;
        self.numbers.lock().unwrap().insert(user, number);
        Ok(number)
    }

    pub async fn upload(&self, user: Uuid, mut parts: Receiver<Vec<u8>>) -> Result<(), std::io::Error> {
        let number = self.number_of(user).await?;
        while let Some(part) = parts.recv().await {
            println!("{} bytes of {number}", part.len());
        }
        Ok(())
    }

    pub async fn fetch(&self, name: String, mut parts: Receiver<Vec<u8>>) {
        self.progress.lock().unwrap().insert(name.clone(), false);
        while let Some(part) = parts.recv().await {
            println!("{} bytes of {name}", part.len());
        }
        self.progress.lock().unwrap().insert(name, true);
    }
}

async fn ask(user: Uuid) -> Result<i64, std::io::Error> {
    Ok(user.as_u128() as i64)
}
