//! Handles that move in every way that code has, and are never looked at.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

async fn tick(seconds: u64) {
    loop {
        sleep(Duration::from_secs(seconds)).await;
        println!("tick {seconds}");
    }
}

#[derive(Default)]
struct Pair {
    running: Option<(JoinHandle<()>, mpsc::Sender<()>)>,
}

impl Pair {
    fn start(&mut self) {
        let (stop, _stopped) = mpsc::channel(1);
        self.running = Some((tokio::spawn(tick(1)), stop)); //~ unwatched-task
    }
}

#[derive(Clone, Default)]
struct Shared {
    slot: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Shared {
    fn start(&self) {
        let handle = tokio::spawn(tick(2)); //~ unwatched-task
        *self.slot.lock().unwrap() = Some(handle);
    }
}

enum State {
    Idle,
    Running { _handle: JoinHandle<()> },
}

struct Machine {
    state: State,
}

impl Machine {
    fn start(&mut self) {
        if matches!(self.state, State::Idle) {
            self.state = State::Running { _handle: tokio::spawn(tick(3)) }; //~ unwatched-task
        }
    }
}

static FLUSHER: OnceLock<JoinHandle<()>> = OnceLock::new();

fn flush_in_background() {
    let _ = FLUSHER.set(tokio::spawn(tick(4))); //~ unwatched-task
}

fn fill(handles: &mut Vec<JoinHandle<()>>) {
    for seconds in 0..3 {
        handles.push(tokio::spawn(tick(seconds))); //~ unwatched-task
    }
}

struct Pool {
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn start() -> Self {
        let mut workers = Vec::new();
        fill(&mut workers);
        Self { workers }
    }

    fn size(&self) -> usize {
        self.workers.len()
    }
}

struct Builder {
    worker: Option<JoinHandle<()>>,
}

struct Owner {
    _worker: Option<JoinHandle<()>>,
}

impl Builder {
    fn worker(mut self) -> Self {
        self.worker = Some(tokio::spawn(tick(7))); //~ unwatched-task
        self
    }

    fn build(self) -> Owner {
        Owner { _worker: self.worker }
    }
}
