//! A callback that is put away while a lock is held, and runs later.
use std::sync::{Arc, RwLock};

type Callback = Box<dyn Fn() + Send + Sync>;

pub fn feed(done: Arc<RwLock<Option<Callback>>>) {
    let again = Arc::clone(&done);
    done.write().unwrap().replace(Box::new(move || {
        call(&again);
    }));
}

fn call(done: &RwLock<Option<Callback>>) {
    if let Some(callback) = done.read().unwrap().as_ref() {
        callback();
    }
}
