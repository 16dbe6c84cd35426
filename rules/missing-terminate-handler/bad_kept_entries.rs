//! An entry for as long as the upload runs, whose number the caller needs.

use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub struct Uploads {
    running: Mutex<HashMap<i64, CancellationToken>>,
}

impl Uploads {
    fn begin(&self, user: Uuid) -> i64 {
        let number = user.as_u128() as i64;
        self.running.lock().unwrap().insert(number, CancellationToken::new());
        number
    }

    pub async fn upload(&self, user: Uuid, mut parts: Receiver<Vec<u8>>) {
        let number = self.begin(user);
        while let Some(part) = parts.recv().await { //~ missing-terminate-handler
            println!("{} bytes of {number}", part.len());
        }
    }
}
