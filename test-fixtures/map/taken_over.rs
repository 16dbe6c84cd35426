//! Handles in types of the program, and calls of functions that start a task and give such a type.
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc;
use std::sync::{Mutex, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::JoinHandle;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

// A thread in a handle whose drop joins it.
pub struct Worker {
    jobs: Option<mpsc::Sender<u32>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.jobs.take();
        if let Some(thread) = self.thread.lock().unwrap().take() {
            let _ = thread.join();
        }
    }
}

pub struct Builder {
    name: String,
}

impl Builder {
    pub fn spawn(self) -> std::io::Result<Worker> {
        let (jobs, queue) = mpsc::channel::<u32>();
        let builder = std::thread::Builder::new().name(self.name);
        let thread = builder.spawn(move || { //= task fate=stored fate_final=awaited body=loop-exits verdict=ok
            while let Ok(job) = queue.recv() {
                println!("{job}");
            }
        })?;
        Ok(Worker { jobs: Some(jobs), thread: Mutex::new(Some(thread)) })
    }

    pub fn spawn_named(name: &str) -> std::io::Result<Worker> {
        Builder { name: name.to_owned() }.spawn() //= task fate=returned body=loop-exits verdict=ok
    }
}

pub struct Client {
    worker: Worker,
}

pub fn client(builder: Builder) -> std::io::Result<Client> {
    Ok(Client { worker: builder.spawn()? }) //= task fate=stored fate_final=awaited body=loop-exits stoppable=true verdict=ok
}

pub fn other_client() -> std::io::Result<Client> {
    let worker = Builder::spawn_named("other")?; //= task fate=stored fate_final=awaited body=loop-exits verdict=ok
    Ok(Client { worker })
}

// A handle that a function gives when it has been awaited.
async fn spawn_greeter(name: String) -> std::io::Result<JoinHandle<()>> {
    println!("{name}");
    Ok(tokio::spawn(beat())) //= task fate=returned fate_final=awaited body=loop-infinite
}

pub async fn greets() -> std::io::Result<()> {
    let task = spawn_greeter("one".to_owned()).await?; //= task fate=awaited verdict=ok
    let _ = task.await;
    if let Err(error) = spawn_greeter("other".to_owned()).await { //= task fate=dropped verdict=leak
        println!("{error}");
    }
    Ok(())
}

// A type that takes the handle over, and aborts the task when it is dropped.
pub struct Guard(Option<JoinHandle<()>>);

impl Guard {
    fn new(task: JoinHandle<()>) -> Self {
        Self(Some(task))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

pub async fn guarded() {
    let guard = Guard::new(tokio::spawn(beat())); //= task fate=abort-on-drop body=loop-infinite stoppable=true verdict=ok
    tokio::time::sleep(Duration::from_secs(9)).await;
    drop(guard);
}

// A future around the handle.
pub(crate) struct Task<T>(JoinHandle<T>);

impl<T> From<JoinHandle<T>> for Task<T> {
    fn from(task: JoinHandle<T>) -> Self {
        Self(task)
    }
}

impl<T> Future for Task<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        Pin::new(&mut self.0).poll(context).map(|result| result.unwrap())
    }
}

pub(crate) fn run<F>(future: F) -> Task<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = tokio::spawn(future).into(); //= task fate=returned fate_final=awaited verdict=ok
    task
}

pub async fn user() -> u8 {
    run(async { 1 }).await
}

// Whoever awaits the future awaits the task.
pub fn later(really: bool) -> impl Future<Output = ()> {
    let task = if really {
        Some(tokio::spawn(beat())) //= task fate=returned fate_final=awaited verdict=ok
    } else {
        None
    };
    async move {
        if let Some(task) = task {
            let _ = task.await;
        }
    }
}

// What a function lends lies in a static or a field.
static TASKS: OnceLock<Mutex<Vec<JoinHandle<()>>>> = OnceLock::new();

fn tasks() -> &'static Mutex<Vec<JoinHandle<()>>> {
    TASKS.get_or_init(|| Mutex::new(Vec::new()))
}

pub fn lent() {
    tasks().lock().unwrap().push(tokio::spawn(beat())); //= task fate=collected fate_final=aborted owner=collection:TASKS
}

pub fn stop() {
    for task in tasks().lock().unwrap().drain(..) {
        task.abort();
    }
}

// Of two functions of one name only one is compiled.
#[cfg(unix)]
fn watch() -> JoinHandle<()> {
    tokio::spawn(beat()) //= task fate=returned fate_final=aborted
}

#[cfg(not(unix))]
fn watch() -> JoinHandle<()> {
    tokio::spawn(async { beat().await }) //= task fate=returned fate_final=aborted
}

pub fn watches() {
    watch().abort();
}

// A tracker that somebody else waits for.
#[derive(Clone)]
pub struct Handler {
    inflight: tokio_util::task::TaskTracker,
}

impl Handler {
    fn new(inflight: tokio_util::task::TaskTracker) -> Self {
        Self { inflight }
    }

    fn handle(&self) {
        self.inflight.spawn(beat()); //= task fate=collected fate_final=awaited verdict=ok
    }
}

fn accept(inflight: &mut tokio_util::task::TaskTracker) {
    Handler::new(inflight.clone()).handle();
}

pub async fn serve() {
    let mut inflight = tokio_util::task::TaskTracker::new();
    accept(&mut inflight);
    inflight.close();
    inflight.wait().await;
}
