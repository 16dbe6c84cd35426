//! A handle that is sent to somebody is his from then on.
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

async fn look_after() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("all is well");
    }
}

pub fn answer(to: oneshot::Sender<JoinHandle<()>>) {
    let handle = tokio::spawn(look_after());
    let _ = to.send(handle);
}

pub async fn queue(to: mpsc::Sender<(u32, JoinHandle<()>)>) {
    to.send((1, tokio::spawn(look_after()))).await.unwrap();
}

pub fn unless_gone(to: &mpsc::UnboundedSender<JoinHandle<()>>) {
    if to.send(tokio::spawn(look_after())).is_err() {
        println!("nobody takes it");
    }
}

pub async fn owner(mut handles: mpsc::Receiver<(u32, JoinHandle<()>)>) {
    while let Some((number, handle)) = handles.recv().await {
        println!("{number} is stopped");
        handle.abort();
    }
}
