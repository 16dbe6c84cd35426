//! Where the ends of channels live.

use std::sync::LazyLock;
use tokio::sync::{broadcast, mpsc, watch};

static EVENTS: LazyLock<broadcast::Sender<u32>> = LazyLock::new(|| broadcast::channel(16).0); //= channel senders=static:EVENTS receivers=task:events

pub struct Room {
    lines: mpsc::Sender<String>,
    level: watch::Sender<u8>,
}

impl Room {
    pub fn open() -> Self {
        let (tx, rx) = mpsc::channel(8); //= channel bounded=true capacity=8 senders=local:tx,field:Room::lines receivers=local:rx,task:rx,argument:channels::keep
        tokio::spawn(keep(rx)); //= task receives=c2
        let level = watch::Sender::new(0); //= channel capacity=1 senders=local:level,field:Room::level
        Self { lines: tx, level }
    }

    pub async fn say(&self, line: String) {
        self.lines.send(line).await.ok();
        self.level.send(1).ok();
    }
}

async fn keep(mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await { //= loop source=mpsc form=while-let on_close=exits
        println!("{line}");
    }
}

pub fn pair(size: usize) -> (mpsc::Sender<u8>, mpsc::Receiver<u8>) {
    mpsc::channel(size) //= channel capacity=size senders=return:channels::pair receivers=
}

pub fn through_a_wrapper() {
    let (bytes, mut taken) = pair(3); //= channel capacity=3 senders=local:bytes,task:bytes receivers=local:taken,task:taken
    tokio::spawn(async move { //= task sends=c5
        bytes.send(1).await.ok();
    });
    tokio::spawn(async move { //= task receives=c5
        taken.recv().await;
    });
}

pub fn listen() {
    let mut events = EVENTS.subscribe();
    tokio::spawn(async move { //= task receives=c1
        events.recv().await.ok();
    });
}

// Channels of single crates.

pub fn of_single_crates(limit: usize) {
    let (orders, taken) = crossfire::mpsc::bounded_blocking::<u32>(26); //= channel bounded=true capacity=26
    std::thread::spawn(move || {
        while let Ok(order) = taken.recv() { //= loop source=other on_close=exits
            println!("{order}");
        }
    });
    let _ = orders.send(1);
    let (_sender, _receiver) = crossfire::mpmc::unbounded_async::<u32>(); //= channel bounded=false
    let (_sender, _receiver) = tachyonix::channel::<u32>(limit); //= channel bounded=true capacity=limit
    let (_sender, _receiver) = thingbuf::mpsc::channel::<u32>(22); //= channel bounded=true capacity=22
    let _bus = bus::Bus::<u32>::new(25); //= channel bounded=true capacity=25
    let (_sender, _receiver) = rtrb::RingBuffer::<u32>::new(27); //= channel bounded=true capacity=27
    let (_sender, _receiver) = ractor::concurrency::mpsc_bounded::<u32>(9); //= channel bounded=true capacity=9
    let (_sender, _receiver) = kameo::mailbox::unbounded::<u32>(); //= channel bounded=false
}
