//! The stream is worked off in a task of its own, and the senders go when the function returns.

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt};
use std::future::Future;
use tokio::task::JoinHandle;

fn spawn_named<F>(name: &'static str, work: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    println!("{name}");
    tokio::spawn(work)
}

pub async fn own_spawner(mut lines: tokio::sync::mpsc::Receiver<String>) {
    let (sender, receiver) = mpsc::unbounded::<String>();
    let printer = spawn_named("printer", receiver.for_each(|line| async move { println!("{line}") }).map(|()| 1));
    while let Some(line) = lines.recv().await {
        let _ = sender.unbounded_send(line);
    }
    drop(sender);
    let _ = printer.await;
}

pub fn unknown_macro() -> (mpsc::UnboundedSender<u32>, tasks::Handle) {
    let (sender, receiver) = mpsc::unbounded::<u32>();
    let handle = tasks::spawn_named!("numbers", receiver.for_each(|number| async move { println!("{number}") }));
    (sender, handle)
}
