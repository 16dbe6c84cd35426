//! Two types that lead to the same two locks, and guards that functions hand on.

use parking_lot::{Mutex, MutexGuard, RwLock, RwLockWriteGuard};
use std::sync::Arc;

struct Targets {
    names: Vec<String>,
}

struct Workers {
    running: usize,
}

struct Runtime {
    targets: Arc<RwLock<Targets>>,
    workers: Arc<Mutex<Workers>>,
}

struct Status {
    list: Arc<RwLock<Targets>>,
    replay: Arc<Mutex<Workers>>,
}

impl Runtime {
    fn replace(&self, names: Vec<String>) {
        let mut targets = self.targets.write();
        let mut workers = self.workers.lock(); //~ lock-order-inversion
        workers.running = names.len();
        targets.names = names;
    }
}

impl Status {
    fn text(&self) -> String {
        let workers = self.replay.lock();
        let targets = self.list.read();
        format!("{} of {}", workers.running, targets.names.len())
    }
}

fn start() -> (Runtime, Status) {
    let targets = Arc::new(RwLock::new(Targets { names: Vec::new() }));
    let workers = Arc::new(Mutex::new(Workers { running: 0 }));
    let status = Status { list: targets.clone(), replay: workers.clone() };
    (Runtime { targets, workers }, status)
}

struct Chain {
    head: RwLock<u64>,
    waiting: Mutex<Vec<u64>>,
}

impl Chain {
    fn head(&self) -> RwLockWriteGuard<'_, u64> {
        self.head.write()
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<u64>> {
        let guard = self.waiting.lock();
        guard
    }
}

fn import(chain: &Chain, block: u64) {
    let mut head = chain.head();
    chain.waiting().retain(|other| *other != block); //~ lock-order-inversion
    *head = block;
}

fn requeue(chain: &Chain) {
    let mut waiting = chain.waiting();
    waiting.push(*chain.head());
}
