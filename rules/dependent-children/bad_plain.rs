//! Supervisors without a framework: one child is started again with a new channel, another one keeps the old sender.

use std::io;
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub async fn supervise() {
    let (mut weights, rx) = mpsc::channel(256);
    let mut reader = tokio::spawn(read_scale(weights.clone())); //~ dependent-children
    let mut writer = tokio::spawn(store(rx));
    loop {
        tokio::select! {
            ended = &mut reader => {
                println!("reader: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                reader = tokio::spawn(read_scale(weights.clone()));
            }
            ended = &mut writer => {
                println!("writer: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                let (tx, rx) = mpsc::channel(256);
                weights = tx;
                writer = tokio::spawn(store(rx));
            }
        }
    }
}

async fn read_scale(weights: mpsc::Sender<u32>) -> io::Result<()> {
    loop {
        let weight = tokio::fs::read("/dev/scale").await?.len() as u32;
        if weights.try_send(weight).is_err() {
            println!("lost");
        }
    }
}

async fn store(mut weights: mpsc::Receiver<u32>) -> io::Result<()> {
    while let Some(weight) = weights.recv().await {
        tokio::fs::write("weights", weight.to_string()).await?;
    }
    Ok(())
}

pub struct Watchdog {
    lines: std::sync::mpsc::SyncSender<u64>,
    grabber: thread::JoinHandle<io::Result<()>>,
    inspector: thread::JoinHandle<io::Result<()>>,
}

impl Watchdog {
    pub fn run(mut self) {
        loop {
            thread::sleep(Duration::from_secs(1));
            if self.grabber.is_finished() {
                let fresh = start_grabber(self.lines.clone()); //~ dependent-children
                println!("{:?}", std::mem::replace(&mut self.grabber, fresh).join());
            }
            if self.inspector.is_finished() {
                let (lines, queue) = std::sync::mpsc::sync_channel(64);
                self.lines = lines;
                let fresh = start_inspector(queue);
                println!("{:?}", std::mem::replace(&mut self.inspector, fresh).join());
            }
        }
    }
}

fn start_grabber(lines: std::sync::mpsc::SyncSender<u64>) -> thread::JoinHandle<io::Result<()>> {
    thread::spawn(move || grab(&lines))
}

fn start_inspector(queue: std::sync::mpsc::Receiver<u64>) -> thread::JoinHandle<io::Result<()>> {
    thread::spawn(move || inspect(&queue))
}

fn grab(lines: &std::sync::mpsc::SyncSender<u64>) -> io::Result<()> {
    loop {
        let line = std::fs::read("/dev/camera").unwrap_or_default().len() as u64;
        let _ = lines.try_send(line);
    }
}

fn inspect(queue: &std::sync::mpsc::Receiver<u64>) -> io::Result<()> {
    for line in queue {
        std::fs::write("line", line.to_string())?;
    }
    Ok(())
}

#[derive(Clone)]
pub struct Store {
    commands: mpsc::Sender<u32>,
}

impl Store {
    fn start() -> (Self, JoinHandle<io::Result<()>>) {
        let (commands, inbox) = mpsc::channel(64);
        (Self { commands }, tokio::spawn(store(inbox)))
    }
}

pub async fn supervise_store() {
    let (store, mut task) = Store::start();
    let broker = tokio::spawn(answer(store)); //~ dependent-children
    loop {
        tokio::select! {
            ended = &mut task => {
                println!("store: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                let (_store, next) = Store::start();
                task = next;
            }
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    broker.abort();
}

async fn answer(store: Store) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        if store.commands.send(1).await.is_err() {
            println!("no store");
        }
    }
}
