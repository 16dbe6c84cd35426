//! Calls that start something and give no handle of it are no tasks of their own; those that give one are.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

pub trait Actor: Send + 'static {
    fn handle(&mut self, message: u8);
}

#[derive(Clone)]
pub struct ActorRef {
    messages: mpsc::Sender<u8>,
    name: Arc<str>,
}

async fn run<A: Actor>(mut actor: A, mut messages: mpsc::Receiver<u8>, ready: oneshot::Sender<()>) {
    let _ = ready.send(());
    while let Some(message) = messages.recv().await {
        actor.handle(message);
    }
}

fn start_actor<A: Actor>(actor: A, ready: oneshot::Sender<()>) -> ActorRef {
    let (tx, rx) = mpsc::channel(8);
    tokio::spawn(run(actor, rx, ready)); //= task fate=dropped body=loop-exits verdict=detached
    ActorRef { messages: tx, name: "actor".into() }
}

async fn new_actor<A: Actor>(actor: A) -> Result<ActorRef, oneshot::error::RecvError> {
    let (tx, rx) = oneshot::channel();
    let actor = start_actor(actor, tx); //= no-task
    rx.await?;
    Ok(actor)
}

struct Counter(u64);

impl Actor for Counter {
    fn handle(&mut self, message: u8) {
        self.0 += u64::from(message);
    }
}

pub async fn counters() -> Option<ActorRef> {
    let counter = new_actor(Counter(0)).await.ok()?; //= no-task
    counter.messages.send(1).await.ok()?;
    println!("{}", counter.name);
    Some(counter)
}

// ---- what gives a handle is a task where it is called

pub struct Started {
    pub actor: ActorRef,
    handle: JoinHandle<()>,
}

async fn start_with_handle<A: Actor>(actor: A) -> Started {
    let (tx, rx) = mpsc::channel(8);
    let (ready, started) = oneshot::channel();
    let handle = tokio::spawn(run(actor, rx, ready));
    let _ = started.await;
    Started { actor: ActorRef { messages: tx, name: "started".into() }, handle }
}

pub async fn watched() {
    let started = start_with_handle(Counter(1)).await; //= task kind=wrapper fate=awaited verdict=ok
    drop(started.actor);
    let _ = started.handle.await;
}

// ---- what is given to run is a task where it is given

fn background(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

async fn run_to_end(work: impl Future<Output = ()> + Send + 'static) {
    let _ = tokio::spawn(work).await;
}

async fn begin(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

pub async fn given() {
    background(async { println!("a") }); //= task kind=wrapper fate=dropped body=finite
    run_to_end(async { println!("b") }).await; //= task kind=wrapper fate=awaited verdict=ok
    begin(async { println!("c") }).await; //= no-task
}

// ---- a sender stops it: there is nothing to watch

pub struct Debounced {
    stop: Option<oneshot::Sender<()>>,
}

impl Drop for Debounced {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

fn debounce(work: Pin<Box<dyn Future<Output = ()> + Send>>) -> Debounced {
    let (stop, mut stopped) = oneshot::channel();
    tokio::spawn(async move {
        tokio::select! {
            _ = &mut stopped => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => work.await,
        }
    });
    Debounced { stop: Some(stop) }
}

pub struct Session {
    late: Option<Debounced>,
}

impl Session {
    pub fn renew(&mut self) {
        self.late = Some(debounce(Box::pin(async { println!("late") }))); //= task kind=wrapper fate=stored fate_final=unknown verdict=unknown
    }
}

// ---- a function that starts a long task and lets it go is told where it is called

fn spawn_worker(mut jobs: mpsc::Receiver<u8>) {
    tokio::spawn(async move { //= task fate=dropped body=loop-exits verdict=detached
        while let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    });
}

fn spawn_note(text: String) {
    tokio::spawn(async move { println!("{text}") });
}

pub struct Pool;

impl Pool {
    fn spawn(&self) -> std::io::Result<()> {
        std::thread::Builder::new().name("pool".into()).spawn(|| loop { //= task kind=thread fate=dropped body=loop-infinite
            std::thread::sleep(Duration::from_secs(1));
        })?;
        Ok(())
    }
}

pub fn workers(jobs: mpsc::Receiver<u8>, pool: &Pool) -> std::io::Result<()> {
    spawn_worker(jobs); //= task kind=wrapper fate=dropped body=loop-exits stoppable=true verdict=detached
    spawn_note("once".into()); //= no-task
    pool.spawn() //= task kind=wrapper fate=dropped body=loop-infinite
}
