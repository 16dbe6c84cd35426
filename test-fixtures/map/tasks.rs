//! Tasks: what becomes of their handles, how they end, who owns, awaits and stops them.

use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock, Weak};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

async fn beat() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("beat");
    }
}

async fn once(id: u64) -> u64 {
    sleep(Duration::from_secs(id)).await;
    id
}

// ---- fates and owners

async fn awaited() {
    let handle = tokio::spawn(once(1)); //= task fate=awaited body=finite stoppable=false verdict=ok owner=scope:tasks::awaited
    println!("{:?}", handle.await);
}

fn dropped() {
    tokio::spawn(once(2)); //= task fate=dropped fate_final=null verdict=detached owner=null
    tokio::spawn(beat()); //= task fate=dropped body=loop-infinite stoppable=false verdict=leak exit=
}

struct Service {
    worker: Option<JoinHandle<()>>,
    guard: AbortOnDropHandle<()>,
    children: HashMap<u64, JoinHandle<u64>>,
    unread: JoinHandle<()>,
}

impl Service {
    fn new() -> Self {
        Self {
            worker: Some(tokio::spawn(beat())), //= task fate=stored fate_final=awaited verdict=ok owner=field:Service::worker stoppable=true exit=abort
            guard: AbortOnDropHandle::new(tokio::spawn(beat())), //= task fate=abort-on-drop stoppable=true verdict=ok exit=abort
            children: HashMap::new(),
            unread: tokio::spawn(beat()), //= task fate=stored fate_final=never-used verdict=unwatched owner=null
        }
    }

    fn child(&mut self, id: u64) {
        self.children.insert(id, tokio::spawn(once(id))); //= task fate=collected fate_final=aborted verdict=ok owner=collection:Service::children
    }

    fn cancel(&mut self, id: u64) {
        if let Some(child) = self.children.remove(&id) {
            child.abort();
        }
    }

    async fn shutdown(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.abort();
            let _ = worker.await;
        }
    }
}

static CACHE: OnceLock<JoinHandle<()>> = OnceLock::new();

fn cached() {
    CACHE.get_or_init(|| tokio::spawn(beat())).abort(); //= task fate=stored fate_final=aborted owner=field:CACHE
}

fn fill(set: &mut JoinSet<u64>) {
    set.spawn(once(3)); //= task fate=collected fate_final=awaited stoppable=true verdict=ok exit=abort
}

async fn joined() {
    let mut set = JoinSet::new();
    fill(&mut set);
    while set.join_next().await.is_some() {}
}

async fn tracked() {
    let tracker = TaskTracker::new();
    tracker.spawn(once(4)); //= task fate=collected fate_final=awaited stoppable=false owner=collection:tracker
    tracker.close();
    tracker.wait().await;
}

fn spawn_beat() -> JoinHandle<()> {
    tokio::spawn(beat()) //= task fate=returned fate_final=awaited owner=caller:tasks::calls
}

async fn calls() {
    let handle = spawn_beat(); //= task kind=wrapper fate=awaited body=loop-infinite verdict=ok
    let _ = handle.await;
}

/// A type whose `Drop` aborts, through a method of its own.
struct Aborting(AbortHandle);

impl Aborting {
    fn stop(&self) {
        self.0.abort();
    }
}

impl Drop for Aborting {
    fn drop(&mut self) {
        self.stop();
    }
}

fn by_drop() -> Aborting {
    Aborting(tokio::spawn(beat()).abort_handle()) //= task stoppable=true verdict=ok
}

struct Owned {
    handle: JoinHandle<()>,
}

impl Owned {
    fn start(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self { handle: tokio::spawn(work) } //= task fate=stored fate_final=aborted body=unknown owner=field:Owned::handle
    }

    fn end(&self) {
        self.handle.abort();
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.end();
    }
}

// ---- how they end

fn ends(mut jobs: mpsc::Receiver<u64>, stop: CancellationToken, pool: Weak<String>) {
    tokio::spawn(async move { //= task body=loop-exits exit=channel-closed stoppable=true verdict=detached
        while let Some(id) = jobs.recv().await {
            once(id).await;
        }
    });
    tokio::spawn(async move { //= task body=loop-exits exit=cancel-token stoppable=true
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                id = once(5) => println!("{id}"),
            }
        }
    });
    tokio::spawn(async move { //= task body=loop-exits exit=condition stoppable=true
        while let Some(name) = pool.upgrade() {
            println!("{name}");
            drop(name);
            sleep(Duration::from_secs(1)).await;
        }
    });
}

fn not_long(mut queue: VecDeque<u64>, answer: oneshot::Receiver<u64>) {
    // What runs dry by itself is no long loop.
    tokio::spawn(async move { //= task body=finite stoppable=false
        while let Some(id) = queue.pop_front() {
            once(id).await;
        }
    });
    tokio::spawn(async move { //= task body=finite stoppable=false
        let mut pending = FuturesUnordered::new();
        pending.push(once(6));
        pending.push(once(7));
        while let Some(id) = pending.next().await {
            println!("{id}");
        }
    });
    // It tries until it has an answer.
    tokio::spawn(async move { //= task body=finite
        let found = retry(3).await;
        println!("{found}");
    });
    tokio::spawn(async move { //= task body=finite stoppable=true exit=channel-closed
        println!("{:?}", answer.await);
    });
}

async fn retry(id: u64) -> u64 {
    loop {
        match once(id).await {
            0 => sleep(Duration::from_secs(1)).await,
            id => return id,
        }
    }
}

/// A future with a `poll` of its own that takes messages.
struct Driver {
    messages: mpsc::Receiver<u64>,
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.messages.poll_recv(cx) {
                Poll::Ready(Some(id)) => println!("{id}"),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

fn drive(messages: mpsc::Receiver<u64>) {
    tokio::spawn(Driver { messages }); //= task body=loop-exits exit=channel-closed stoppable=true
}

/// A function that runs what it is given.
async fn timed(name: &str, work: impl Future<Output = ()>) {
    work.await;
    println!("{name} has ended");
}

fn given() {
    tokio::spawn(timed("beat", beat())); //= task body=loop-infinite verdict=leak
}

/// The drain lasts as long as what is in the set.
fn drains() {
    tokio::spawn(async { //= task body=loop-infinite
        let mut set = JoinSet::new();
        set.spawn(beat()); //= task fate=collected fate_final=awaited
        while set.join_next().await.is_some() {}
    });
}

fn pool(threads: &mut Vec<thread::JoinHandle<()>>, stop: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // The thread drives the runtime for as long as the sender lives.
    threads.push(thread::spawn(move || { //= task kind=thread body=loop-exits exit=channel-closed
        let _ = runtime.block_on(stop);
    }));
}

fn pool_of_one(stop: oneshot::Receiver<()>) {
    let mut threads = Vec::new();
    pool(&mut threads, stop);
    for thread in threads {
        thread.join().unwrap();
    }
}

// ---- who awaits and stops whom

fn parent() {
    tokio::spawn(async { //= task id=t26 spawns=t27,t28 awaits=t27 stops=t28 owns=t27,t28
        let first = tokio::spawn(once(8)); //= task fate=awaited owner=scope:tasks::parent
        let second = tokio::spawn(beat()); //= task fate=stored fate_final=aborted
        println!("{:?}", first.await);
        second.abort();
    });
}

/// A closure that starts what it is given back as a handle.
fn shared(work: Arc<dyn Fn() -> JoinHandle<u64> + Send + Sync>) {
    drop(work);
}

fn given_back() {
    shared(Arc::new(|| tokio::spawn(once(9)))); //= task fate=returned fate_final=unknown verdict=unknown
}
