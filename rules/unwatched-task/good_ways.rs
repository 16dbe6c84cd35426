//! Handles that move in every way that code has, and are looked at in the end.

use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::sleep;

async fn tick(seconds: u64) {
    loop {
        sleep(Duration::from_secs(seconds)).await;
        println!("tick {seconds}");
    }
}

/// A pair of a handle and what stops the task, in an `Option`.
#[derive(Default)]
struct Pair {
    running: Option<(JoinHandle<()>, mpsc::Sender<()>)>,
}

impl Pair {
    fn start(&mut self) {
        let (stop, _stopped) = mpsc::channel(1);
        self.running = Some((tokio::spawn(tick(1)), stop));
    }

    async fn stop(&mut self) {
        if let Some((handle, stop)) = self.running.take() {
            drop(stop);
            let _ = handle.await;
        }
    }
}

/// Behind `Arc`, `Mutex` and `Option`.
#[derive(Clone, Default)]
struct Shared {
    slot: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Shared {
    fn start(&self) {
        let handle = tokio::spawn(tick(2));
        let old = mem::replace(&mut *self.slot.lock().unwrap(), Some(handle));
        if let Some(old) = old {
            old.abort();
        }
    }
}

/// In an enum's variant.
enum State {
    Idle,
    Running { handle: JoinHandle<()> },
    Done(Result<(), JoinError>),
}

struct Machine {
    state: State,
}

impl Machine {
    fn start(&mut self) {
        self.state = State::Running { handle: tokio::spawn(tick(3)) };
    }

    async fn join(&mut self) {
        if let State::Running { handle } = mem::replace(&mut self.state, State::Idle) {
            self.state = State::Done(handle.await);
        }
    }
}

/// In a static cell.
static FLUSHER: OnceLock<JoinHandle<()>> = OnceLock::new();

fn flusher() -> bool {
    FLUSHER.get_or_init(|| tokio::spawn(tick(4))).is_finished()
}

/// A vector that is lent to the function that fills it.
fn fill(handles: &mut Vec<JoinHandle<()>>) {
    for seconds in 0..3 {
        handles.push(tokio::spawn(tick(seconds)));
    }
}

async fn lent() -> Result<(), JoinError> {
    let mut handles = Vec::new();
    fill(&mut handles);
    for handle in handles {
        handle.await?;
    }
    Ok(())
}

/// A set that is lent on.
fn add(set: &mut JoinSet<()>, seconds: u64) {
    set.spawn(tick(seconds));
}

async fn lent_set() {
    let mut set = JoinSet::new();
    add(&mut set, 5);
    while let Some(ended) = set.join_next().await {
        println!("{ended:?}");
    }
}

/// A map of handles by name, and a shadowed variable.
async fn by_name(names: Vec<String>) {
    let tasks = names.into_iter().map(|name| (name, tokio::spawn(tick(6)))).collect::<BTreeMap<_, _>>();
    for (name, task) in tasks {
        let task = task.await;
        println!("{name}: {task:?}");
    }
}

/// Polled by a set of futures.
struct Late {
    tasks: FuturesUnordered<JoinHandle<()>>,
}

impl Late {
    fn spawn(&self, seconds: u64) {
        self.insert(tokio::spawn(tick(seconds)));
    }

    fn insert(&self, task: JoinHandle<()>) {
        self.tasks.push(task);
    }

    async fn join_all(&mut self) {
        while self.tasks.next().await.is_some() {}
    }
}

/// A builder that carries the handle to the owner that it makes.
struct Builder {
    worker: Option<JoinHandle<()>>,
}

struct Owner {
    worker: JoinHandle<()>,
}

impl Builder {
    fn worker(mut self) -> Self {
        self.worker = Some(tokio::spawn(tick(7)));
        self
    }

    fn build(self) -> Option<Owner> {
        let Self { worker } = self;
        Some(Owner { worker: worker? })
    }
}

impl Owner {
    async fn shutdown(self) {
        self.worker.abort();
        let _ = self.worker.await;
    }
}

/// Collected into a `Vec<_>` first.
struct Drained {
    list: Vec<JoinHandle<()>>,
    map: BTreeMap<u64, JoinHandle<()>>,
}

impl Drained {
    fn start(&mut self) {
        self.list.push(tokio::spawn(tick(8)));
        self.map.insert(9, tokio::spawn(tick(9)));
    }

    async fn stop(&mut self) {
        let list: Vec<_> = self.list.drain(..).collect();
        for handle in list {
            let _ = handle.await;
        }
        let map: Vec<_> = mem::take(&mut self.map).into_iter().collect();
        for (_, handle) in map {
            let _ = handle.await;
        }
    }
}

/// Each handle of a set that polls them is awaited where it is gone through.
pub async fn gone_through() {
    let tasks = FuturesUnordered::new();
    for number in 0..8 {
        tasks.push(tokio::spawn(async move { number }));
    }
    for task in tasks {
        println!("{}", task.await.unwrap());
    }
}
