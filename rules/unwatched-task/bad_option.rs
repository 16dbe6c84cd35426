//! `Option`, tuple fields and nested structs keep it no better.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{self as t, JoinHandle};
use tokio::time::sleep;

async fn tick(times: u32) {
    for n in 0..times {
        sleep(Duration::from_secs(1)).await;
        println!("tick {n}");
    }
}

#[derive(Default)]
struct Ticker {
    task: Option<JoinHandle<()>>,
}

impl Ticker {
    fn start(&mut self) {
        self.task = Some(t::spawn(tick(10))); //~ unwatched-task
    }
}

struct Pair(&'static str, JoinHandle<()>);

fn pair() -> Pair {
    Pair("ticker", t::spawn(tick(5))) //~ unwatched-task
}

struct Inner {
    task: Mutex<Option<JoinHandle<()>>>,
}

struct Outer {
    inner: Arc<Inner>,
}

impl Outer {
    fn start() -> Self {
        let task = t::spawn(tick(3)); //~ unwatched-task
        Self { inner: Arc::new(Inner { task: Mutex::new(Some(task)) }) }
    }
}

fn run() {
    let mut ticker = Ticker::default();
    ticker.start();
    println!("{}", pair().0);
    let outer = Outer::start();
    println!("{}", Arc::strong_count(&outer.inner));
}
