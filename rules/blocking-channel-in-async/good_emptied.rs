//! All who send were waited for: what stands in the channel is there, and then it is closed.
use std::sync::mpsc;
use std::thread;

fn work(to: mpsc::Sender<u32>) {
    let threads: Vec<_> = (0..4)
        .map(|number| {
            let to = to.clone();
            thread::spawn(move || to.send(number).unwrap())
        })
        .collect();
    for one in threads {
        let _ = one.join();
    }
}

pub async fn by_function() -> u32 {
    let (to, numbers) = mpsc::channel();
    tokio::task::block_in_place(|| println!("it begins"));
    work(to);
    let mut sum = 0;
    for number in numbers {
        sum += number;
    }
    sum
}

pub async fn by_task() -> u32 {
    let (to, numbers) = mpsc::channel();
    let task = tokio::spawn(async move {
        for number in 0..3 {
            to.send(number).unwrap();
        }
    });
    task.await.unwrap();
    let mut sum = 0;
    while let Ok(number) = numbers.recv() {
        sum += number;
    }
    sum
}

pub async fn by_clones() {
    let (to, numbers) = mpsc::channel();
    for number in 0..4 {
        let to = to.clone();
        tokio::spawn(async move { to.send(number).unwrap() }).await.unwrap();
    }
    drop(to);
    for number in numbers {
        println!("{number}");
    }
}
