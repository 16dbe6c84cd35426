// The same operations where a thread may wait, and operations that do not wait.
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;

async fn in_a_thread(rx: Receiver<u32>) {
    thread::spawn(move || {
        for n in rx {
            println!("{n}");
        }
    });
}

async fn in_place(rx: Receiver<u32>) {
    let n = tokio::task::block_in_place(|| rx.recv());
    println!("{n:?}");
}

fn plain(rx: Receiver<u32>) -> u32 {
    rx.recv().unwrap()
}

async fn plain_for_the_pool(rx: Receiver<u32>) {
    let _ = tokio::task::spawn_blocking(move || plain(rx)).await;
}

async fn unbounded() {
    let (tx, rx) = channel();
    thread::spawn(move || plain(rx));
    tx.send(1).unwrap();
    let (tx, rx) = crossbeam_channel::unbounded();
    thread::spawn(move || rx.recv());
    tx.send(1).unwrap();
}

async fn at_once(rx: Receiver<u32>) {
    while let Ok(n) = rx.try_recv() {
        println!("{n}");
    }
    for n in rx.try_iter() {
        println!("{n}");
    }
    if let Err(RecvTimeoutError::Timeout) = rx.recv_timeout(Duration::ZERO) {
        println!("nothing");
    }
}

async fn awaited(rx: flume::Receiver<u32>, mut tokio_rx: mpsc::Receiver<u32>) {
    let _ = rx.recv_async().await;
    let _ = tokio_rx.recv().await;
}

// The main thread has nothing else to do: tasks run on others.
#[tokio::main]
async fn main() {
    let (tx, rx) = channel();
    ctrlc::set_handler(move || tx.send(()).unwrap()).unwrap();
    let server = tokio::spawn(async {});
    rx.recv().unwrap();
    server.await.unwrap();
}

fn driver(rx: Receiver<u32>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    thread::spawn(move || {
        runtime.block_on(async {
            while let Ok(n) = rx.recv() {
                println!("{n}");
            }
        });
    });
}
