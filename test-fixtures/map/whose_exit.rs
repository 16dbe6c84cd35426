//! Whose exit ends a loop: its own, or that of what it calls, waits for, or is raced with.
use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

pub struct Relay {
    token: CancellationToken,
}

impl Relay {
    async fn send(&self) -> bool {
        tokio::select! {
            _ = self.token.cancelled() => false,
            _ = tokio::time::sleep(Duration::from_secs(1)) => true,
        }
    }

    /// The token ends a send, and not the rounds over all of them.
    pub async fn send_to(&self, all: Vec<String>) -> usize {
        let mut sent = 0;
        let mut sends = FuturesUnordered::new();
        for one in all {
            sends.push(async move { (one, self.send().await) });
        }
        while let Some((one, done)) = sends.next().await { //= loop on_close=exits exit_signal=false
            println!("{one}");
            sent += usize::from(done);
        }
        sent
    }

    /// The loop goes by the answer.
    pub async fn beat(&self) {
        loop { //= loop exit_signal=true
            if !self.send().await {
                break;
            }
        }
    }
}

pub enum Order {
    Put(u32),
    Quit { reply: oneshot::Sender<u32> },
}

/// Who asks for the end is answered behind the loop.
pub async fn orders(mut orders: mpsc::Receiver<Order>) {
    let mut sum = 0;
    let reply = loop { //= loop source=mpsc on_close=exits exit_signal=true
        match orders.recv().await {
            Some(Order::Put(number)) => sum += number,
            Some(Order::Quit { reply }) => break Some(reply),
            None => break None,
        }
    };
    if let Some(reply) = reply {
        reply.send(sum).ok();
    }
}

/// The `break` is one of the loop inside.
pub async fn copies(mut wanted: mpsc::Receiver<mpsc::Sender<u32>>) {
    while let Some(to) = wanted.recv().await { //= loop source=mpsc on_close=exits exit_signal=false
        for number in 0..9 {
            if to.send(number).await.is_err() {
                break;
            }
        }
    }
}

/// A part that is not there is no word.
pub async fn count(mut answers: mpsc::Receiver<(u32, Option<String>)>, wanted: usize) {
    let (mut good, mut rounds) = (0, 0);
    loop { //= loop source=mpsc exit_signal=false
        if let Ok((_, None)) = answers.try_recv() {
            good += 1;
            if good >= wanted {
                break;
            }
        }
        rounds += 1;
        if rounds > 20 {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub struct Timer {
    running: Arc<Mutex<bool>>,
}

impl Timer {
    pub async fn run(&self) {
        while *self.running.lock().await { //= loop source=interval exit_signal=true
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// The last byte ends it, whatever errors do.
pub async fn read(mut socket: tokio::net::TcpStream) {
    let mut buffer = [0; 512];
    loop { //= loop on_close=exits
        if let Ok(n) = socket.read(&mut buffer).await {
            if n == 0 {
                break;
            }
            println!("{n}");
        }
    }
}

/// A future of its own that gives what the first of two gave.
pub struct First<A, B>(Pin<Box<A>>, Pin<Box<B>>);

pub enum Either<A, B> {
    A(A),
    B(B),
}

impl<A: Future, B: Future> Future for First<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(value) = self.0.as_mut().poll(cx) {
            return Poll::Ready(Either::A(value));
        }
        self.1.as_mut().poll(cx).map(Either::B)
    }
}

pub fn first<A: Future, B: Future>(a: A, b: B) -> First<A, B> {
    First(Box::pin(a), Box::pin(b))
}

pub async fn serve(listener: tokio::net::TcpListener, stop: CancellationToken) {
    loop { //= loop source=accept exit_signal=true
        match first(stop.cancelled(), listener.accept()).await {
            Either::A(()) => break,
            Either::B(accepted) => drop(accepted),
        }
    }
}

/// What the own `first` is given beside a token ends with it.
pub async fn work(stop: CancellationToken, jobs: mpsc::Receiver<u32>) {
    match first(stop.cancelled(), pump(jobs)).await {
        Either::A(()) => println!("stopped"),
        Either::B(()) => println!("done"),
    }
}

async fn pump(mut jobs: mpsc::Receiver<u32>) {
    while let Some(job) = jobs.recv().await { //= loop source=mpsc on_close=exits exit_signal=true
        println!("{job}");
    }
}

pub enum Note {
    Add(u32),
    Over,
}

/// A variable that an answer sets is another way out than the end of the channel, which never comes.
pub async fn notes(keep: mpsc::UnboundedSender<Note>, mut notes: mpsc::UnboundedReceiver<Note>) {
    let mut seen = HashMap::new();
    let mut done = false;
    while !done { //= loop source=mpsc
        match notes.recv().await {
            Some(note) => done = handle(note, &keep, &mut seen).await,
            None => done = true,
        }
    }
}

async fn handle(note: Note, keep: &mpsc::UnboundedSender<Note>, seen: &mut HashMap<u32, ()>) -> bool {
    match note {
        Note::Add(number) => {
            seen.insert(number, ());
            keep.send(Note::Add(number + 1)).is_err()
        }
        Note::Over => true,
    }
}
