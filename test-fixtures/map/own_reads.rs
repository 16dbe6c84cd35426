//! Loops that wait by way of functions of the program's own: for what a type gives that is not known, for a method of
//! a trait, for a future that is polled by hand, for the first of several, in a trait's own code. And loops that a caller
//! ends by what it gave or shares.
use futures::FutureExt;
use futures::StreamExt;
use ipc_channel::ipc::{IpcReceiver, TryRecvError};
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_util::codec::{Framed, LinesCodec};

pub struct Failed;

pub struct Reader {
    stream: quic::RecvStream,
}

impl Reader {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Failed> {
        self.stream.read_chunk(8).await.map_err(|_| Failed)
    }

    async fn fill(&mut self, into: &mut Vec<u8>) -> Result<bool, Failed> {
        match self.chunk().await? {
            Some(chunk) => {
                into.extend(&chunk);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    pub async fn all(&mut self) -> Result<Vec<u8>, Failed> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await? { //= loop source=unknown on_close=exits
            all.extend(&chunk);
        }
        Ok(all)
    }

    pub async fn until_full(&mut self, all: &mut Vec<u8>) -> Result<(), Failed> {
        loop { //= loop source=unknown on_close=exits
            if !self.fill(all).await? {
                return Ok(());
            }
        }
    }
}

pub trait Decode {
    fn decode(&mut self) -> impl Future<Output = Result<Option<u8>, Failed>> + Send;
}

pub struct Half<D> {
    decoder: D,
}

impl<D: Decode> Half<D> {
    async fn next_message(&mut self) -> Result<Option<u8>, Failed> {
        Ok(self.decoder.decode().await?)
    }

    pub async fn run(mut self) {
        loop { //= loop source=unknown
            let Ok(Some(message)) = self.next_message().await else { return };
            println!("{message}");
        }
    }
}

pub struct State {
    queue: Vec<u8>,
    wakers: Vec<Waker>,
    changed: bool,
}

pub struct Changed {
    state: Arc<Mutex<State>>,
}

impl Future for Changed {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.lock().unwrap();
        if std::mem::take(&mut state.changed) {
            return Poll::Ready(());
        }
        state.wakers.push(cx.waker().clone());
        Poll::Pending
    }
}

pub async fn pop(state: Arc<Mutex<State>>) -> u8 {
    loop { //= loop source=unknown
        let changed = {
            if let Some(item) = state.lock().unwrap().queue.pop() {
                return item;
            }
            Changed { state: state.clone() }
        };
        changed.await;
    }
}

pub struct Node {
    lines: Framed<TcpStream, LinesCodec>,
}

impl Node {
    async fn read(&mut self) -> Option<String> {
        self.lines.next().await.and_then(|line| line.ok())
    }
}

pub struct Nodes {
    nodes: Vec<Node>,
}

impl Nodes {
    async fn read_any(&mut self) -> Option<String> {
        let reads = self.nodes.iter_mut().map(|node| node.read().boxed());
        let (line, _, _) = futures::future::select_all(reads).await;
        line
    }

    pub async fn run(mut self) {
        loop { //= loop source=unknown on_close=exits
            let Some(line) = self.read_any().await else { return };
            println!("{line}");
        }
    }
}

/// No wait of its own: it works on what it has, and asks a server for each.
pub struct Client {
    http: reqwest::Client,
}

impl Client {
    async fn ask(&self, url: &str) -> Option<String> {
        self.http.get(url).send().await.ok()?.text().await.ok()
    }

    pub async fn ask_all(&self, mut urls: Vec<String>) {
        while let Some(url) = urls.pop() { //= no-loop
            println!("{:?}", self.ask(&url).await);
        }
    }
}

#[async_trait::async_trait]
pub trait Lite: Sized + Send {
    async fn routine(mut self) -> u8 {
        loop { //= loop source=interval
            if let Some(result) = self.step().await {
                break result;
            }
            self.pause().await;
        }
    }

    async fn step(&mut self) -> Option<u8> {
        None
    }

    async fn pause(&mut self) {
        tokio::time::sleep(Duration::from_secs(5)).await
    }
}

pub fn bridge(from: IpcReceiver<u8>) -> mpsc::UnboundedReceiver<u8> {
    let (to, given) = mpsc::unbounded_channel();
    tokio::task::spawn_blocking(move || loop { //= loop source=unknown exit_signal=true
        match from.try_recv_timeout(Duration::from_millis(250)) {
            Ok(message) => {
                if to.send(message).is_err() {
                    break;
                }
            }
            Err(TryRecvError::Empty) if to.is_closed() => break,
            Err(_) => {}
        }
    });
    given
}

pub fn spin(pause: Duration, mut stopped: impl FnMut() -> bool) {
    while !stopped() { //= loop source=interval exit_signal=true
        println!("tick");
        std::thread::sleep(pause);
    }
}

/// What the caller gave says what is waited for.
pub async fn until(changed: &tokio::sync::Notify, drained: impl Fn() -> bool) {
    loop { //= loop source=notify exit_signal=false
        if drained() {
            break;
        }
        changed.notified().await;
    }
}

pub struct Ticker {
    running: Box<dyn Fn() -> bool + Send>,
}

impl Ticker {
    pub fn run(&self, pause: Duration) {
        while (self.running)() { //= loop source=interval exit_signal=true
            println!("tick");
            std::thread::sleep(pause);
        }
    }
}

pub struct Timer {
    listeners: Arc<Mutex<Vec<Sender<u8>>>>,
    jobs: Arc<Mutex<Vec<u8>>>,
    handle: Option<JoinHandle<()>>,
}

impl Timer {
    pub fn new() -> Self {
        let listeners = Arc::new(Mutex::new(Vec::new()));
        let told = listeners.clone();
        let handle = std::thread::spawn(move || {
            loop { //= loop source=interval exit_signal=true
                if told.lock().unwrap().len() == 0 {
                    return;
                }
                told.lock().unwrap().iter().for_each(|listener: &Sender<u8>| drop(listener.send(1)));
                std::thread::sleep(Duration::from_secs(10));
            }
        });
        Self { listeners, jobs: Arc::default(), handle: Some(handle) }
    }

    pub fn add(&self, listener: Sender<u8>, job: u8) {
        self.listeners.lock().unwrap().push(listener);
        self.jobs.lock().unwrap().push(job);
    }

    /// It takes the jobs itself: their end is no word from anybody.
    pub fn work(&self) {
        loop { //= loop source=interval exit_signal=false
            if self.jobs.lock().unwrap().is_empty() {
                return;
            }
            println!("{:?}", self.jobs.lock().unwrap().pop());
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.listeners.lock().unwrap().clear();
        if let Some(handle) = self.handle.take() {
            let _ = handle.join();
        }
    }
}
