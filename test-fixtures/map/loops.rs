//! What loops wait for, how they are written, and what they do when that ends.

use futures::future::{Either, select};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

enum Wake {
    Line(Option<String>),
    Tick,
}

async fn in_a_variant(mut lines: mpsc::Receiver<String>) {
    loop { //= loop source=mpsc form=loop-match on_close=exits verdict=ok
        let wake = match timeout(Duration::from_secs(1), lines.recv()).await {
            Ok(line) => Wake::Line(line),
            Err(_) => Wake::Tick,
        };
        match wake {
            Wake::Line(Some(line)) => println!("{line}"),
            Wake::Line(None) => break,
            Wake::Tick => println!("tick"),
        }
    }
}

async fn two_sides(mut lines: mpsc::Receiver<String>, mut stop: oneshot::Receiver<()>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        let line = std::pin::pin!(lines.recv());
        match select(line, &mut stop).await {
            Either::Left((Some(line), _)) => println!("{line}"),
            Either::Left((None, _)) => return,
            Either::Right(_) => break,
        }
    }
}

async fn named_future(mut lines: mpsc::Receiver<String>) -> Result<(), &'static str> {
    loop { //= loop source=mpsc form=loop-select on_close=exits
        let next = lines.recv();
        tokio::select! {
            () = sleep(Duration::from_secs(9)) => return Ok(()),
            line = next => {
                let line = line.ok_or("closed")?;
                println!("{line}");
            }
        }
    }
}

async fn drains(mut lines: mpsc::Receiver<String>) {
    while lines.recv().await.is_some() {} //= loop source=mpsc form=while-let on_close=exits exit_signal=false
}

fn a_few(lines: &mut mpsc::Receiver<String>) {
    for _ in 0..16 { //= loop source=mpsc form=for on_close=exits verdict=ok
        match lines.try_recv() {
            Ok(line) => println!("{line}"),
            Err(_) => return,
        }
    }
}

async fn one_call_away(mut lines: mpsc::Receiver<String>) {
    while step(&mut lines).await {} //= loop source=mpsc form=while-let on_close=exits
}

async fn step(lines: &mut mpsc::Receiver<String>) -> bool {
    match lines.recv().await {
        Some(line) => {
            println!("{line}");
            true
        }
        None => false,
    }
}

async fn inner_break(mut lines: mpsc::Receiver<Vec<String>>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        match lines.recv().await {
            Some(all) => {
                for line in all {
                    if line.is_empty() {
                        break;
                    }
                    println!("{line}");
                }
            }
            None => {
                for number in 0..3 {
                    if number == 1 {
                        break;
                    }
                }
            }
        }
    }
}

struct Cache {
    entries: Mutex<Vec<u64>>,
}

async fn while_owned(cache: Weak<Cache>) {
    loop { //= loop source=interval on_close=n/a exit_signal=true verdict=ok
        sleep(Duration::from_secs(1)).await;
        let Some(cache) = cache.upgrade() else { break };
        cache.entries.lock().unwrap().clear();
    }
}

struct Hub {
    jobs: mpsc::Sender<u32>,
}

struct Worker {
    jobs: mpsc::Receiver<u32>,
    hub: Arc<Hub>,
}

fn start() {
    let (tx, rx) = mpsc::channel(4);
    let hub = Arc::new(Hub { jobs: tx });
    let worker = Worker { jobs: rx, hub };
    tokio::spawn(worker.run()); //= task body=loop-infinite
}

impl Worker {
    async fn run(mut self) {
        while let Some(job) = self.jobs.recv().await { //= loop source=mpsc on_close=unreachable verdict=no-exit
            if job > 1 {
                self.hub.jobs.send(job / 2).await.ok();
            }
        }
    }
}

async fn first_message(mut lines: mpsc::Receiver<Wake>) -> Option<String> {
    loop { //= loop source=mpsc on_close=exits exit_signal=false
        match lines.recv().await? {
            Wake::Line(line) => return line,
            Wake::Tick => println!("tick"),
        }
    }
}

fn no_wait(mut stack: Vec<u32>) {
    while let Some(top) = stack.pop() { //= no-loop
        println!("{top}");
    }
}

async fn stream_of_broadcast(mut news: BroadcastStream<String>) {
    while let Some(Ok(line)) = news.next().await { //= loop source=broadcast on_lag=stops verdict=stops-on-lag
        println!("{line}");
    }
}

async fn stream_that_goes_on(mut news: BroadcastStream<String>) {
    while let Some(line) = news.next().await { //= loop source=broadcast on_lag=handled verdict=ok
        let Ok(line) = line else { continue };
        println!("{line}");
    }
}
