//! A type whose drop joins the thread is an owner wherever it is kept, and all that is put into a group is awaited.

use std::thread::JoinHandle;

pub struct IoThread {
    handle: Option<JoinHandle<()>>,
}

impl IoThread {
    fn new<F: FnOnce() + Send + 'static>(work: F) -> std::io::Result<Self> {
        Ok(Self { handle: Some(std::thread::Builder::new().spawn(move || work())?) })
    }
}

impl Drop for IoThread {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            let _ = handle.join();
        }
    }
}

pub struct Store {
    _thread: IoThread,
}

pub fn open() -> std::io::Result<Store> {
    Ok(Store { _thread: IoThread::new(|| println!("writing"))? })
}

pub async fn three() {
    let first = tokio::spawn(async {});
    let second = tokio::spawn(async {});
    let third = tokio::spawn(async {});
    let both = futures::future::join(first, second);
    let _ = futures::future::select(third, both).await;
}
