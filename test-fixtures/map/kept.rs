//! Whether a loop's channel can close: who keeps a sender, and who lets go of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use tokio::sync::mpsc;

fn register(_: mpsc::Sender<u8>) {}

fn lend(_: &mpsc::Sender<u8>) {}

// In a variable of the function that waits.

pub async fn cloned() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    register(sender.clone());
    while let Some(number) = numbers.recv().await { //= loop on_close=unreachable verdict=no-exit
        println!("{number}");
    }
}

pub async fn lent() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    lend(&sender);
    while let Some(number) = numbers.recv().await { //= loop on_close=unreachable
        println!("{number}");
    }
}

pub async fn beside(mut stop: tokio::sync::oneshot::Receiver<()>) {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    register(sender.clone());
    loop { //= loop on_close=unreachable exit_signal=true verdict=ok
        tokio::select! {
            number = numbers.recv() => if let Some(number) = number { println!("{number}") },
            _ = &mut stop => return,
        }
    }
}

pub async fn dropped() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    register(sender.clone());
    drop(sender);
    while let Some(number) = numbers.recv().await { //= loop on_close=exits verdict=ok
        println!("{number}");
    }
}

pub async fn handed_over() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    tokio::spawn(async move { sender.send(1).await });
    while let Some(number) = numbers.recv().await { //= loop on_close=exits
        println!("{number}");
    }
}

pub fn elsewhere() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    lend(&sender);
    tokio::spawn(async move { //= task body=loop-exits
        while let Some(number) = numbers.recv().await { //= loop on_close=exits
            println!("{number}");
        }
    });
}

// In an entry of a map that is taken out.

pub struct Entry {
    sender: mpsc::Sender<u8>,
    number: u8,
}

#[derive(Clone)]
pub struct Table(Arc<Mutex<HashMap<u64, Entry>>>);

pub struct Actor {
    numbers: mpsc::Receiver<u8>,
    table: Table,
}

impl Actor {
    async fn run(mut self) {
        while let Some(number) = self.numbers.recv().await { //= loop on_close=exits
            println!("{number} of {}", self.table.len());
        }
    }
}

impl Table {
    pub fn add(&self) {
        let (sender, numbers) = mpsc::channel(1);
        self.0.lock().unwrap().insert(1, Entry { sender, number: 1 });
        tokio::spawn(Actor { numbers, table: self.clone() }.run()); //= task body=loop-exits verdict=detached
    }

    fn len(&self) -> usize {
        self.0.lock().unwrap().values().filter(|entry| entry.number > 0 && !entry.sender.is_closed()).count()
    }

    pub fn remove(&self) {
        self.0.lock().unwrap().remove(&1);
    }
}

// In an option that is emptied.

pub struct Inner {
    sender: Option<mpsc::Sender<u8>>,
}

pub struct Association {
    inner: Arc<Mutex<Inner>>,
    numbers: mpsc::Receiver<u8>,
}

impl Association {
    async fn run(mut self) {
        while let Some(number) = self.numbers.recv().await { //= loop on_close=exits
            println!("{number} {}", self.inner.lock().unwrap().sender.is_some());
        }
    }
}

pub fn associate() -> Arc<Mutex<Inner>> {
    let (sender, numbers) = mpsc::channel(1);
    let inner = Arc::new(Mutex::new(Inner { sender: Some(sender) }));
    tokio::spawn(Association { inner: inner.clone(), numbers }.run()); //= task body=loop-exits verdict=detached
    inner
}

pub fn close(inner: &Mutex<Inner>) {
    inner.lock().unwrap().sender.take();
}

// Behind a weak reference.

pub struct Context {
    sender: Weak<mpsc::UnboundedSender<u8>>,
    id: u8,
}

pub struct Address {
    sender: Arc<mpsc::UnboundedSender<u8>>,
}

impl Context {
    fn new() -> (Self, mpsc::UnboundedReceiver<u8>, Arc<mpsc::UnboundedSender<u8>>) {
        let (sender, numbers) = mpsc::unbounded_channel();
        let sender = Arc::new(sender);
        (Self { sender: Arc::downgrade(&sender), id: 1 }, numbers, sender)
    }

    fn address(&self) -> Option<Address> {
        self.sender.upgrade().map(|sender| Address { sender })
    }
}

pub fn start() -> Address {
    let (context, mut numbers, sender) = Context::new();
    tokio::spawn(async move { //= task body=loop-exits verdict=detached
        while let Some(number) = numbers.recv().await { //= loop on_close=exits
            println!("{number} for {}, {}", context.id, context.address().is_some());
        }
    });
    Address { sender }
}

// Closed from the receiving end.

pub enum Event {
    Close,
    Number(u8),
}

pub struct Player {
    sender: mpsc::UnboundedSender<Event>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Player {
    async fn run(mut self) {
        while let Some(event) = self.events.recv().await { //= loop on_close=exits
            match event {
                Event::Close => self.events.close(),
                Event::Number(number) => println!("{number} {}", self.sender.is_closed()),
            }
        }
    }
}

pub fn play() {
    let (sender, events) = mpsc::unbounded_channel();
    tokio::spawn(Player { sender, events }.run()); //= task body=loop-exits verdict=detached
}

// An `else` beside a branch that is never switched off.

pub fn collect(mut numbers: mpsc::Receiver<u8>) {
    tokio::spawn(async move { //= task body=loop-infinite verdict=leak
        let mut interval = tokio::time::interval(std::time::Duration::from_secs(1));
        loop { //= loop on_close=ignored verdict=no-exit
            tokio::select! {
                Some(number) = numbers.recv() => println!("{number}"),
                _ = interval.tick() => println!("sweep"),
                else => break,
            }
        }
    });
}

pub fn collect_both(mut numbers: mpsc::Receiver<u8>, mut more: mpsc::Receiver<u8>) {
    tokio::spawn(async move { //= task body=loop-exits verdict=detached
        loop {
            tokio::select! {
                Some(number) = numbers.recv() => println!("{number}"),
                Some(number) = more.recv() => println!("{number}"),
                else => break,
            }
        }
    });
}

// In what the block or function around the loop owns, used or not.

async fn waits_with(mut numbers: mpsc::Receiver<u8>, own: mpsc::Sender<u8>) {
    let _ = own.send(1).await;
    while let Some(number) = numbers.recv().await { //= loop on_close=unreachable verdict=no-exit
        println!("{number}");
    }
}

async fn waits_without(mut numbers: mpsc::Receiver<u8>, own: mpsc::Sender<u8>) {
    drop(own);
    while let Some(number) = numbers.recv().await { //= loop on_close=exits verdict=ok
        println!("{number}");
    }
}

pub fn given() -> (mpsc::Sender<u8>, mpsc::Sender<u8>) {
    let (first, numbers) = mpsc::channel(1);
    tokio::spawn(waits_with(numbers, first.clone())); //= task body=loop-infinite verdict=leak
    let (second, numbers) = mpsc::channel(1);
    tokio::spawn(waits_without(numbers, second.clone())); //= task body=loop-exits verdict=detached
    (first, second)
}

pub fn taken_along(others: mpsc::Sender<mpsc::Sender<u8>>) {
    let (sender, mut numbers) = mpsc::channel(1);
    tokio::spawn(async move { //= task body=loop-infinite
        let _ = others.send(sender.clone()).await;
        while let Some(number) = numbers.recv().await { //= loop on_close=unreachable
            println!("{number}");
        }
        drop(sender);
    });
}

pub fn handed_out(others: mpsc::Sender<mpsc::Sender<u8>>) {
    let (sender, mut numbers) = mpsc::channel(1);
    tokio::spawn(async move { //= task body=loop-exits
        let _ = others.send(sender).await;
        while let Some(number) = numbers.recv().await { //= loop on_close=exits
            println!("{number}");
        }
    });
}

// Receivers that are closed come to an end whoever has a sender.

pub struct Mailbox {
    own: mpsc::Sender<u8>,
    letters: mpsc::Receiver<u8>,
}

impl Mailbox {
    pub fn new() -> Self {
        let (own, letters) = mpsc::channel(8);
        Self { own, letters }
    }

    pub fn address(&self) -> mpsc::Sender<u8> {
        self.own.clone()
    }

    pub async fn end(mut self) {
        self.letters.close();
        self.empty().await;
    }

    async fn empty(&mut self) {
        while self.letters.recv().await.is_some() {} //= loop on_close=exits
    }
}

// Through a loop over the receiver, a lock, and a value that is taken out.

pub fn gone_through() {
    let (sender, numbers) = std::sync::mpsc::channel::<u8>();
    let first = sender.clone();
    std::thread::spawn(move || first.send(1));
    for number in numbers.iter() { //= loop on_close=unreachable
        println!("{number}");
    }
    drop(sender);
}

pub struct Both {
    sender: mpsc::Sender<u8>,
    numbers: tokio::sync::Mutex<mpsc::Receiver<u8>>,
    letters: Option<mpsc::Receiver<u8>>,
    other: mpsc::Sender<u8>,
}

impl Both {
    pub fn new() -> Self {
        let (sender, numbers) = mpsc::channel(1);
        let (other, letters) = mpsc::channel(1);
        Self { sender, numbers: tokio::sync::Mutex::new(numbers), letters: Some(letters), other }
    }

    pub fn send(&self, number: u8) -> bool {
        self.sender.try_send(number).is_ok() && self.other.try_send(number).is_ok()
    }

    pub async fn locked(&self) {
        let mut numbers = self.numbers.lock().await;
        while let Some(number) = numbers.recv().await { //= loop on_close=unreachable
            println!("{number}");
        }
    }

    pub async fn taken(&mut self) {
        let Some(mut letters) = self.letters.take() else { return };
        while let Some(letter) = letters.recv().await { //= loop on_close=unreachable
            println!("{letter}");
        }
    }

    pub fn given_away(&mut self) {
        let Some(mut letters) = self.letters.take() else { return };
        tokio::spawn(async move {
            while let Some(letter) = letters.recv().await { //= loop on_close=exits
                println!("{letter}");
            }
        });
    }
}

pub fn in_a_closure() {
    let (sender, mut numbers) = mpsc::unbounded_channel::<u8>();
    let again: Box<dyn Fn(u8) + Send> = Box::new(move |number| drop(sender.send(number)));
    tokio::spawn(async move {
        while let Some(number) = numbers.recv().await { //= loop on_close=unreachable
            again(number);
        }
    });
}

// In a static, for good or until somebody takes it out.

static STOPPABLE: Mutex<Option<mpsc::Sender<u8>>> = Mutex::new(None);

pub fn until_taken() {
    let (sender, mut numbers) = mpsc::channel::<u8>(1);
    *STOPPABLE.lock().unwrap() = Some(sender);
    tokio::spawn(async move {
        while let Some(number) = numbers.recv().await { //= loop on_close=exits
            println!("{number}");
        }
    });
}

pub fn take() {
    STOPPABLE.lock().unwrap().take();
}

fn bus() -> &'static (flume::Sender<u8>, flume::Receiver<u8>) {
    static BUS: std::sync::OnceLock<(flume::Sender<u8>, flume::Receiver<u8>)> = std::sync::OnceLock::new();
    BUS.get_or_init(flume::unbounded)
}

pub fn reads_the_bus() {
    tokio::spawn(async move {
        while let Ok(byte) = bus().1.recv_async().await { //= loop on_close=unreachable verdict=no-exit
            println!("{byte}");
        }
    });
}
