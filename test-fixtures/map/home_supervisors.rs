//! Supervisor types of the program itself: who keeps what makes its children, and starts them again.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::task::{Id, JoinSet};

type Service = Pin<Box<dyn Future<Output = ()> + Send>>;
type Job = Box<dyn FnOnce() -> Service + Send>;

struct Spec {
    name: &'static str,
    start: Box<dyn Fn() -> Service + Send>,
}

pub struct Keeper { //= supervisor api=Keeper strategy=one-for-one child_names=["feeds","sweeper"] children=["s1.1","s1.2"]
    specs: Vec<Spec>,
    running: JoinSet<()>,
    ids: HashMap<Id, usize>,
}

impl Keeper {
    pub fn new() -> Self {
        Self { specs: Vec::new(), running: JoinSet::new(), ids: HashMap::new() }
    }

    pub fn keep<F, Fut>(&mut self, name: &'static str, start: F)
    where
        F: Fn() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.specs.push(Spec { name, start: Box::new(move || Box::pin(start())) });
    }

    fn start(&mut self, index: usize) {
        let handle = self.running.spawn((self.specs[index].start)());
        self.ids.insert(handle.id(), index);
    }

    pub async fn run(mut self) {
        for index in 0..self.specs.len() {
            self.start(index);
        }
        while let Some(ended) = self.running.join_next_with_id().await {
            let id = match ended {
                Ok((id, ())) => id,
                Err(error) => error.id(),
            };
            if let Some(index) = self.ids.remove(&id) {
                println!("{} has ended", self.specs[index].name);
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.start(index);
            }
        }
    }
}

/// Written at once, and started again in the loop itself.
pub struct Pair { //= supervisor strategy=one-for-one child_names=["poll_feeds","sweep"]
    specs: [Part; 2],
}

struct Part {
    start: fn() -> Service,
}

impl Pair {
    pub fn new() -> Self {
        Self { specs: [Part { start: poll_feeds }, Part { start: sweep }] }
    }

    pub async fn run(self) {
        let mut running = JoinSet::new();
        for index in 0..self.specs.len() {
            let start = self.specs[index].start;
            running.spawn(async move {
                start().await;
                index
            });
        }
        while let Some(Ok(index)) = running.join_next().await {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let start = self.specs[index].start;
            running.spawn(async move {
                start().await;
                index
            });
        }
    }
}

/// Each piece of work is done once: nothing is started again.
pub struct Pool {
    jobs: VecDeque<Work>,
}

struct Work {
    run: Job,
}

impl Pool {
    pub fn add(&mut self, run: Job) {
        self.jobs.push_back(Work { run });
    }

    pub async fn drain(mut self) {
        let mut running = JoinSet::new();
        running.spawn(async {});
        while running.join_next().await.is_some() {
            if let Some(work) = self.jobs.pop_front() {
                running.spawn((work.run)());
            }
        }
    }
}

fn poll_feeds() -> Service {
    Box::pin(async {})
}

fn sweep() -> Service {
    Box::pin(async {})
}

#[tokio::main]
async fn main() {
    let mut keeper = Keeper::new();
    keeper.keep("feeds", poll_feeds);
    keeper.keep("sweeper", || async { sweep().await });
    tokio::join!(keeper.run(), Pair::new().run());
}
