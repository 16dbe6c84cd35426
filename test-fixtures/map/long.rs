//! Bodies that last, though their loops have more than one way out or give a value; and others that do not.

use std::future::{Future, pending};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

struct Shared {
    closing: AtomicBool,
}

fn turn(_: &Shared) -> Result<u8, u8> {
    Ok(1)
}

// ---- a flag ends it, or a failure

fn by_return(shared: &Shared) {
    loop {
        if shared.closing.load(Ordering::Acquire) {
            return;
        }
        if let Err(error) = turn(shared) {
            match error {
                1 => {}
                _ => return,
            }
        }
    }
}

pub fn flags(shared: Arc<Shared>, todo: Vec<u8>) {
    let of = shared.clone();
    thread::spawn(move || by_return(&of)); //= task body=loop-exits stoppable=true
    let of = shared.clone();
    thread::spawn(move || { //= task body=loop-exits stoppable=true
        while !of.closing.load(Ordering::Relaxed) {
            if turn(&of).is_err() {
                break;
            }
        }
    });
    // It ends with its work, flag or not.
    let of = shared.clone();
    let mut left = todo.into_iter();
    thread::spawn(move || { //= task body=finite
        loop {
            if of.closing.load(Ordering::Relaxed) {
                return;
            }
            let Some(_) = left.next() else { break };
            let _ = turn(&of);
        }
    });
    // It waits for the flag alone.
    let of = shared.clone();
    thread::spawn(move || { //= task body=finite
        while !of.closing.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
    });
    thread::spawn(move || { //= task body=finite
        loop {
            match turn(&shared) {
                Ok(_) => {}
                Err(_) => return,
            }
        }
    });
}

// ---- looks again and again, and says what it has seen

fn seen(_: &mut u8) -> Option<u8> {
    None
}

async fn watch(mut state: u8) -> u8 {
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        if let Some(what) = seen(&mut state) {
            return what;
        }
    }
}

async fn ask() -> Result<u8, u8> {
    Ok(1)
}

// Tries until it has an answer.
async fn answer() -> u8 {
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

pub fn watches() {
    tokio::spawn(watch(1)); //= task body=loop-exits stoppable=true
    tokio::spawn(async { //= task body=loop-exits
        let what = watch(2).await;
        println!("{what}");
    });
    tokio::spawn(async { //= task body=finite
        let answer = answer().await;
        println!("{answer}");
    });
    // The map lists this loop: the task is as long as it.
    tokio::spawn(async { //= task body=loop-exits
        let answer = loop { //= loop source=interval
            match ask().await {
                Ok(answer) => break answer,
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        };
        println!("{answer}");
    });
}

// ---- an own function that runs what it is given

struct Server;

impl Server {
    async fn serve<F: Future<Output = ()>>(self, stop: F) -> Result<(), ()> {
        let listener = TcpListener::bind("localhost:0").await.unwrap();
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                _ = listener.accept() => {}
                _ = &mut stop => break,
            }
        }
        Ok(())
    }
}

fn run_here<T>(work: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(work)
}

fn run_named<T>(name: &str, work: impl Future<Output = T>) -> T {
    println!("{name}");
    run_here(async move { work.await })
}

fn forget<T>(work: impl Future<Output = T>) {
    drop(work);
}

pub fn runs() {
    thread::spawn(move || { //= task body=loop-exits
        let serving = Server.serve(pending());
        run_here(serving).expect("it serves");
    });
    thread::spawn(|| run_named("server", Server.serve(pending()))); //= task body=loop-exits
    thread::spawn(|| forget(Server.serve(pending()))); //= task body=finite
}

// ---- looks whether there is something, until nobody can send any more

pub fn busy(jobs: std::sync::mpsc::Receiver<u8>, more: std::sync::mpsc::Receiver<u8>) {
    use std::sync::mpsc::TryRecvError;
    thread::spawn(move || { //= task body=loop-exits exit=channel-closed stoppable=true
        loop {
            let job = match jobs.try_recv() {
                Ok(job) => Some(job),
                Err(TryRecvError::Disconnected) => return,
                Err(TryRecvError::Empty) => None,
            };
            println!("{job:?}");
        }
    });
    // It takes what is there.
    thread::spawn(move || { //= task body=finite
        loop {
            match more.try_recv() {
                Ok(job) => println!("{job}"),
                Err(_) => return,
            }
        }
    });
}
