//! Nobody else wants these locks: one is a variable of its function, the other is only ever read by others.
use parking_lot::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

fn sample() -> Vec<u32> {
    vec![1]
}

pub async fn leak_test(rounds: u32) {
    let current = tokio::sync::RwLock::new(Vec::new());
    for _ in 0..rounds {
        let wait = async {
            let mut current = current.write().await;
            loop {
                *current = sample();
                if current.is_empty() {
                    break;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(30), wait).await.is_err() {
            println!("{}", current.read().await.len());
        }
    }
}

pub struct Input {
    height: f32,
    pause: u64,
}

fn tracking(on: Arc<AtomicBool>, input: Arc<RwLock<Input>>) {
    while on.load(Ordering::Relaxed) {
        println!("{}", input.read().height);
        std::thread::sleep(Duration::from_millis(3));
    }
}

pub fn client(rx: mpsc::Receiver<Input>) {
    let on = Arc::new(AtomicBool::new(true));
    let input = Arc::new(RwLock::new(Input { height: 0.0, pause: 1 }));
    let thread = std::thread::spawn({
        let (on, input) = (on.clone(), input.clone());
        move || tracking(on, input)
    });
    loop {
        let lock = input.read();
        std::thread::sleep(Duration::from_millis(3));
        println!("{}", lock.pause);
        drop(lock);
        match rx.try_recv() {
            Ok(new) => *input.write() = new,
            Err(mpsc::TryRecvError::Disconnected) => break,
            Err(mpsc::TryRecvError::Empty) => (),
        }
    }
    on.store(false, Ordering::Relaxed);
    thread.join().unwrap();
}
