use std::sync::{Condvar, Mutex};

pub fn wait(ready: &Mutex<bool>, changed: &Condvar) {
    let guard = ready.lock().unwrap();
    let guard = changed.wait(guard).unwrap(); //~ condvar-wait-not-in-loop
    println!("{}", *guard);
}
