//! The function that starts the thread waits for it.

use std::sync::mpsc;
use std::thread;

fn run_beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, is_done) = mpsc::channel();
    let worker = thread::spawn(move || {
        let found = work();
        let _ = done.send(());
        found
    });
    let _ = is_done.recv();
    worker.join().expect("the work does not panic")
}

fn serve() -> Result<(), String> {
    println!("serving");
    Ok(())
}

fn main() -> Result<(), String> {
    let served = run_beside(serve);
    if let Err(error) = served {
        return Err(error);
    }
    Ok(())
}
