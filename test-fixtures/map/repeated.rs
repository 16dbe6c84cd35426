//! Iterators that have no end, lists that have one, threads that are parked, and receives that look for what is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::TryRecvError;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

// A list that came as one message is gone through, and ends.

pub struct Watcher {
    changed: mpsc::Receiver<Vec<u32>>,
    count: u32,
}

impl Watcher {
    fn update(&mut self, path: u32) {
        self.count += path;
    }

    pub async fn run(mut self, mut stop: mpsc::Receiver<()>) {
        loop { //= loop source=mpsc form=loop-select
            tokio::select! {
                Some(paths) = self.changed.recv() => {
                    paths.into_iter().for_each(|path| self.update(path)) //= no-loop
                }
                _ = stop.recv() => break,
            }
        }
    }
}

pub fn once(mut lists: mpsc::Receiver<Vec<u32>>) {
    tokio::spawn(async move { //= task body=finite
        if let Some(list) = lists.recv().await {
            list.iter().for_each(|one| println!("{one}")); //= no-loop
        }
    });
}

// Delays that are repeated for ever, and those of a list.

pub fn repeat() {
    tokio::spawn(async { //= task body=loop-infinite verdict=leak
        for delay in std::iter::repeat(Duration::from_secs(1)) { //= loop source=interval form=for exit_signal=false verdict=no-exit
            tokio::time::sleep(delay).await;
            println!("again");
        }
    });
}

pub fn repeat_with_next() {
    tokio::spawn(async { //= task body=loop-infinite
        let mut delays = std::iter::repeat_with(|| Duration::from_secs(1));
        while let Some(delay) = delays.next() { //= loop source=interval form=while-let verdict=no-exit
            tokio::time::sleep(delay).await;
        }
    });
}

pub fn follow(stop: CancellationToken) {
    tokio::spawn(async move { //= task body=loop-exits stoppable=true
        for delay in (1u64..).map(Duration::from_secs) { //= loop source=interval form=for exit_signal=true
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(delay) => println!("later"),
            }
        }
    });
}

pub fn successors_end() {
    tokio::spawn(async { //= task body=finite
        for delay in std::iter::successors(Some(1u64), |delay| delay.checked_mul(10)) { //= no-loop
            tokio::time::sleep(Duration::from_secs(delay)).await;
        }
    });
}

pub fn a_few() {
    tokio::spawn(async { //= task body=finite
        for delay in std::iter::repeat(Duration::from_secs(1)).take(3) { //= no-loop
            tokio::time::sleep(delay).await;
        }
    });
}

pub struct Schedule;

impl Schedule {
    pub fn times(&self) -> std::vec::IntoIter<Duration> {
        Vec::new().into_iter()
    }
}

pub async fn scheduled(schedule: Schedule, stop: CancellationToken) {
    for next in schedule.times() { //= loop source=interval form=for exit_signal=true
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(next) => println!("now"),
        }
    }
}

// Threads that are parked.

pub fn watch() {
    std::thread::spawn(|| { //= task body=loop-infinite
        loop { //= loop source=interval on_close=n/a verdict=no-exit
            std::thread::park_timeout(Duration::from_millis(10));
            println!("look");
        }
    });
}

pub fn woken(on: Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || { //= task body=loop-exits stoppable=true
        while on.load(Ordering::Acquire) { //= loop source=other exit_signal=true
            std::thread::park();
            println!("awake");
        }
    })
}

// A message that is taken while there is one says nothing of an end; one that says stop does.

pub fn drain(wakes: &std::sync::mpsc::Receiver<()>) {
    while wakes.try_recv().is_ok() {} //= loop source=std-mpsc on_close=exits exit_signal=false
}

pub fn drain_with_let(wakes: &std::sync::mpsc::Receiver<()>) {
    while let Ok(()) = wakes.try_recv() {} //= loop source=std-mpsc exit_signal=false
}

pub fn until_told(stop: &std::sync::mpsc::Receiver<()>) {
    while stop.try_recv().is_err() { //= loop exit_signal=true
        std::thread::sleep(Duration::from_secs(1));
    }
}

pub enum Command {
    Go,
    Stop,
}

pub struct Woken<T> {
    messages: std::sync::mpsc::Receiver<T>,
}

impl<T> Woken<T> {
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.messages.try_recv()
    }
}

pub fn obey(commands: &Woken<Command>) {
    loop { //= loop source=std-mpsc exit_signal=true
        match commands.try_recv() {
            Ok(Command::Go) => println!("go"),
            Ok(Command::Stop) => return,
            Err(_) => break,
        }
    }
}

pub fn count(commands: &Woken<Command>) {
    loop { //= loop source=std-mpsc exit_signal=false
        match commands.try_recv() {
            Ok(_) => println!("one more"),
            Err(_) => break,
        }
    }
}

// Whoever accepts by a rule waits for the next connection; whoever accepts a stream goes on with one that has come.

pub trait Acceptor {
    fn accept(&mut self, limit: Option<u32>) -> impl Future<Output = std::io::Result<u32>>;
}

pub trait Upgrade {
    fn accept(&self, stream: u32) -> impl Future<Output = std::io::Result<u32>>;
}

pub async fn serve<A: Acceptor>(mut acceptor: A, limit: Option<u32>) {
    loop { //= loop source=accept verdict=no-exit
        match acceptor.accept(limit.clone()).await {
            Ok(connection) => println!("{connection}"),
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

pub async fn upgrade<U: Upgrade>(upgrade: U, mut streams: mpsc::Receiver<u32>) {
    while let Some(stream) = streams.recv().await { //= loop source=mpsc on_close=exits
        println!("{:?}", upgrade.accept(stream).await);
    }
}
