use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;

async fn serve(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

async fn work(job: u32) -> u32 {
    job + 1
}

fn reap(set: &mut JoinSet<()>) {
    while let Some(result) = set.try_join_next() {
        println!("{}", result.is_ok());
    }
}

// In a helper that gets `&mut set`.
async fn helper(listener: TcpListener) {
    let mut set = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        reap(&mut set);
        set.spawn(serve(socket));
    }
}

// In another task that shares the set.
async fn shared(listener: TcpListener) {
    let set = Arc::new(Mutex::new(JoinSet::new()));
    let reaper = {
        let set = Arc::clone(&set);
        tokio::spawn(async move { while set.lock().await.join_next().await.is_some() {} })
    };
    while let Ok((socket, _)) = listener.accept().await {
        set.lock().await.spawn(serve(socket));
    }
    reaper.abort();
}

// New in each round.
async fn per_round(mut rx: mpsc::Receiver<Vec<u32>>) {
    while let Some(batch) = rx.recv().await {
        let mut set = JoinSet::new();
        for job in batch {
            set.spawn(work(job));
        }
        println!("{}", set.join_all().await.len());
    }
}

// A batch that is collected, and then looked at.
async fn batch(mut rx: mpsc::Receiver<u32>) -> u32 {
    let mut set = JoinSet::new();
    while let Some(job) = rx.recv().await {
        set.spawn(work(job));
    }
    let mut total = 0;
    while let Some(Ok(value)) = set.join_next().await {
        total += value;
    }
    set.shutdown().await;
    total
}

// A tracker keeps nothing of an ended task.
async fn tracked(listener: TcpListener, tracker: TaskTracker) {
    while let Ok((socket, _)) = listener.accept().await {
        tracker.spawn(serve(socket));
    }
}

#[pin_project::pin_project]
struct Polled {
    #[pin]
    pending: futures::stream::FuturesUnordered<tokio::task::JoinHandle<u32>>,
}

// The fields of a projection are not known to be those of the type; they may be.
impl Polled {
    async fn run(&mut self, mut rx: mpsc::Receiver<u32>) {
        while let Some(job) = rx.recv().await {
            self.pending.push(tokio::spawn(work(job)));
        }
    }

    fn poll(self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) {
        let this = self.project();
        let _ = futures::Stream::poll_next(this.pending, cx);
    }
}
