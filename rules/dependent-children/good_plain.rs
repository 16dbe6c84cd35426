//! Both are started again; the receiver outlives its child; the new sender is handed out; and a child that ends when its
//! sends fail is started again itself.

use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::JoinHandle;

pub async fn both() {
    let (mut weights, rx) = mpsc::channel(256);
    let mut reader = tokio::spawn(read_scale(weights.clone()));
    let mut writer = tokio::spawn(store(rx));
    loop {
        tokio::select! {
            ended = &mut reader => {
                println!("reader: {ended:?}");
                reader = tokio::spawn(read_scale(weights.clone()));
            }
            ended = &mut writer => {
                println!("writer: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                let (tx, rx) = mpsc::channel(256);
                weights = tx;
                writer = tokio::spawn(store(rx));
                reader.abort();
                reader = tokio::spawn(read_scale(weights.clone()));
            }
        }
    }
}

pub async fn by_its_own_end() {
    let (mut weights, rx) = mpsc::channel(256);
    let mut reader = tokio::spawn(read_strictly(weights.clone()));
    let mut writer = tokio::spawn(store(rx));
    loop {
        tokio::select! {
            ended = &mut reader => {
                println!("reader: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                reader = tokio::spawn(read_strictly(weights.clone()));
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

pub async fn stops_the_other() {
    let (mut weights, rx) = mpsc::channel(256);
    let mut reader = tokio::spawn(read_scale(weights.clone()));
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
                let (tx, rx) = mpsc::channel(256);
                weights = tx;
                writer = tokio::spawn(store(rx));
                // Its own branch starts it again.
                reader.abort();
            }
        }
    }
}

pub async fn outlives() {
    let (weights, rx) = mpsc::channel(256);
    let rx = Arc::new(Mutex::new(rx));
    let reader = tokio::spawn(read_scale(weights));
    let mut writer = tokio::spawn(store_shared(Arc::clone(&rx)));
    loop {
        println!("{:?}", (&mut writer).await);
        tokio::time::sleep(Duration::from_secs(1)).await;
        writer = tokio::spawn(store_shared(Arc::clone(&rx)));
        if reader.is_finished() {
            break;
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

async fn read_strictly(weights: mpsc::Sender<u32>) -> io::Result<()> {
    loop {
        let weight = tokio::fs::read("/dev/scale").await?.len() as u32;
        weights.send(weight).await.map_err(io::Error::other)?;
    }
}

async fn store(mut weights: mpsc::Receiver<u32>) -> io::Result<()> {
    while let Some(weight) = weights.recv().await {
        tokio::fs::write("weights", weight.to_string()).await?;
    }
    Ok(())
}

async fn store_shared(weights: Arc<Mutex<mpsc::Receiver<u32>>>) -> io::Result<()> {
    while let Some(weight) = weights.lock().await.recv().await {
        tokio::fs::write("weights", weight.to_string()).await?;
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

pub async fn hands_out() {
    let (store, mut task) = Store::start();
    let (current, stores) = watch::channel(store);
    let broker = tokio::spawn(answer(stores));
    loop {
        tokio::select! {
            ended = &mut task => {
                println!("store: {ended:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
                let (store, next) = Store::start();
                task = next;
                current.send_replace(store);
            }
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    broker.abort();
}

async fn answer(stores: watch::Receiver<Store>) {
    let mut every = tokio::time::interval(Duration::from_secs(1));
    loop {
        every.tick().await;
        let store = stores.borrow().clone();
        if store.commands.send(1).await.is_err() {
            println!("no store");
        }
    }
}
