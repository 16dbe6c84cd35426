//! Somebody may still send: the task is waited for afterwards, or the first sender is still there.
use std::sync::mpsc;

pub async fn afterwards() {
    let (to, numbers) = mpsc::channel();
    let task = tokio::spawn(async move { to.send(1).unwrap() });
    while let Ok(number) = numbers.recv() { //~ blocking-channel-in-async
        println!("{number}");
    }
    task.await.unwrap();
}

pub async fn first_one() {
    let (to, numbers) = mpsc::channel();
    let of_task = to.clone();
    tokio::spawn(async move { of_task.send(1).unwrap() }).await.unwrap();
    if let Ok(number) = numbers.recv() { //~ blocking-channel-in-async
        println!("{number}");
    }
    to.send(2).unwrap();
}
