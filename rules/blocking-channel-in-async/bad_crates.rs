// Other crates, loops over receivers, tokio's own, and a function in between.
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};

async fn crossbeam(rx: crossbeam_channel::Receiver<u32>) {
    for n in rx.iter() { //~ blocking-channel-in-async
        println!("{n}");
    }
}

async fn std_loop(rx: std::sync::mpsc::Receiver<u32>) {
    for n in rx { //~ blocking-channel-in-async
        println!("{n}");
    }
}

fn task(rx: flume::Receiver<u32>) {
    tokio::spawn(async move {
        let first = rx.recv(); //~ blocking-channel-in-async
        println!("{first:?}");
        let second = rx.recv_timeout(Duration::from_secs(5)); //~ blocking-channel-in-async
        println!("{second:?}");
    });
}

async fn bounded() {
    let (tx, rx) = crossbeam_channel::bounded(4);
    std::thread::spawn(move || for_others(rx));
    for n in 0..100 {
        tx.send(n).unwrap(); //~ blocking-channel-in-async
    }
}

fn for_others(rx: crossbeam_channel::Receiver<u32>) {
    for n in rx {
        println!("{n}");
    }
}

async fn async_channel(rx: async_channel::Receiver<u32>) {
    let _ = rx.recv_blocking(); //~ blocking-channel-in-async
}

struct Client {
    replies: std::sync::mpsc::Receiver<u32>,
}

impl Client {
    fn wait(&self) -> u32 {
        self.replies.recv().unwrap()
    }

    async fn get(&self) -> u32 {
        self.wait() //~ blocking-channel-in-async
    }
}

async fn panics(mut rx: mpsc::Receiver<u32>, tx: mpsc::Sender<u32>, reply: oneshot::Receiver<u32>) {
    let _ = rx.blocking_recv(); //~ blocking-channel-in-async
    let _ = tx.blocking_send(1); //~ blocking-channel-in-async
    let _ = reply.blocking_recv(); //~ blocking-channel-in-async
}

#[tokio::main]
async fn main() {
    let shared = Mutex::new(1);
    println!("{}", shared.blocking_lock()); //~ blocking-channel-in-async
}

// One thread for `main` and for all tasks.
mod one_thread {
    #[tokio::main(flavor = "current_thread")]
    async fn main() {
        let (tx, rx) = std::sync::mpsc::channel::<u32>();
        let server = tokio::spawn(async move { drop(tx) });
        rx.recv().unwrap(); //~ blocking-channel-in-async
        server.await.unwrap();
    }
}
