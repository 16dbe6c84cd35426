//! The semaphore is closed at the end, and then the count stays.
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

pub struct Jobs {
    running: AtomicUsize,
    room: Semaphore,
}

impl Jobs {
    pub async fn run(&self, name: String) -> Result<(), String> {
        self.running.fetch_add(1, Ordering::Relaxed); //~ cleanup-without-guard
        let _permit = self.room.acquire().await.map_err(|error| error.to_string())?;
        println!("{name}");
        self.running.fetch_sub(1, Ordering::Relaxed);
        Ok(())
    }

    pub fn stop(&self) {
        self.room.close();
    }
}
