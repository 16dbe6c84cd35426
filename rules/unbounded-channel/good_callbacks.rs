//! Only synchronous code sends: there is nothing to wait with.

use std::sync::Mutex;
use tokio::sync::mpsc;

struct Lease {
    id: u64,
    returned: mpsc::UnboundedSender<u64>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        let _ = self.returned.send(self.id);
    }
}

struct Watcher {
    callbacks: Mutex<Vec<Box<dyn Fn(&str) + Send>>>,
}

impl Watcher {
    fn on_change(&self, callback: impl Fn(&str) + Send + 'static) {
        if let Ok(mut callbacks) = self.callbacks.lock() {
            callbacks.push(Box::new(callback));
        }
    }
}

fn leases() -> (Lease, mpsc::UnboundedReceiver<u64>) {
    let (returned, rx) = mpsc::unbounded_channel();
    (Lease { id: 1, returned }, rx)
}

fn changes(watcher: &Watcher) -> mpsc::UnboundedReceiver<String> {
    let (tx, rx) = mpsc::unbounded_channel();
    watcher.on_change(move |path| {
        let _ = tx.send(path.to_owned());
    });
    rx
}
