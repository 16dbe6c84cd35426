//! Who owns a task: what a spawn function of the program and a handle type of the program do with the handle.

use futures::{FutureExt, StreamExt};
use futures::future::{AbortHandle, BoxFuture, RemoteHandle, abortable};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;

// What one caller of a spawn function does with the handle says nothing of the other callers.

pub(crate) struct Handle<T>(tokio::task::JoinHandle<T>);

impl<T: Send + 'static> Handle<T> {
    fn spawn(work: impl Future<Output = T> + Send + 'static) -> Self {
        let runtime = tokio::runtime::Handle::current();
        Handle(runtime.spawn(work)) //= task fate=returned
    }
}

impl<T> Future for Handle<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        Pin::new(&mut self.0).poll(cx).map(|result| result.unwrap())
    }
}

pub(crate) fn start<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Handle<T> {
    Handle::spawn(work) //= task fate=returned
}

#[derive(Default)]
pub struct Crew {
    hands: Vec<Handle<u8>>,
}

impl Crew {
    pub fn add(&mut self, number: u8) {
        self.hands.push(start(async move { number })); //= task fate=collected fate_final=awaited verdict=ok owner=collection:Crew::hands
    }

    pub async fn all(self) {
        for hand in self.hands {
            hand.await;
        }
    }
}

pub fn aside(number: u8) {
    start(async move { println!("{number}") }); //= task fate=dropped verdict=detached
}

// A handle in a variant is an answer to whoever asked, or to the caller.

pub(crate) enum Answer {
    Ready(u8),
    Coming(Handle<u8>),
}

pub(crate) struct Request {
    answer: oneshot::Sender<Answer>,
}

impl Request {
    fn fulfill(self, answer: Answer) -> Result<(), Answer> {
        self.answer.send(answer)
    }
}

pub(crate) fn reply(request: Request, known: Option<u8>) {
    if let Some(known) = known {
        let _ = request.fulfill(Answer::Ready(known));
        return;
    }
    let handle = start(async { 3 }); //= task fate=passed fate_final=awaited verdict=ok
    let _ = request.fulfill(Answer::Coming(handle));
}

pub(crate) async fn ask(answer: oneshot::Receiver<Answer>) -> u8 {
    match answer.await {
        Ok(Answer::Ready(known)) => known,
        Ok(Answer::Coming(handle)) => handle.await,
        Err(_) => 0,
    }
}

// A handle type with a variant for each runtime; `detach` does something only where dropping would cancel.

pub(crate) enum Either {
    Tokio(tokio::task::JoinHandle<()>),
    Smol(smol::Task<()>),
}

impl Either {
    fn detach(self) {
        match self {
            Either::Smol(task) => task.detach(),
            _ => {}
        }
    }
}

pub(crate) fn run(on_tokio: bool, work: impl Future<Output = ()> + Send + 'static) -> Either {
    if on_tokio {
        return Either::Tokio(tokio::spawn(work)); //= task fate=returned
    }
    Either::Smol(smol::spawn(work)) //= task fate=returned
}

pub fn start_and_forget(on_tokio: bool) {
    run(on_tokio, async { println!("on its own") }).detach(); //= task fate=dropped verdict=detached
}

/// The state of something that runs keeps the handle.
pub(crate) enum State {
    Idle,
    Busy(tokio::task::JoinHandle<()>),
}

pub struct Machine {
    state: State,
}

impl Machine {
    pub fn work(&mut self) {
        self.state = State::Busy(tokio::spawn(async { println!("busy") })); //= task fate=stored fate_final=awaited verdict=ok
    }

    pub async fn rest(&mut self) {
        if let State::Busy(handle) = std::mem::replace(&mut self.state, State::Idle) {
            let _ = handle.await;
        }
    }
}

// Work with a handle of its own: `remote_handle` ends it when it is dropped, `abortable` when it is told to.

pub struct Service {
    _worker: Option<RemoteHandle<()>>,
    stop: AbortHandle,
}

impl Service {
    pub fn start(mut orders: mpsc::Receiver<u8>, mut ticks: mpsc::Receiver<u8>) -> Service {
        let (work, worker) = async move {
            while let Some(order) = orders.recv().await {
                println!("{order}");
            }
        }
        .remote_handle();
        tokio::spawn(work); //= task fate=abort-on-drop body=loop-exits stoppable=true verdict=ok owner=field:Service::_worker exit=channel-closed,abort
        let (counts, stop) = abortable(async move {
            while let Some(tick) = ticks.recv().await {
                println!("{tick}");
            }
        });
        tokio::spawn(counts); //= task fate=dropped body=loop-exits stoppable=true verdict=detached exit=channel-closed,abort
        Service { _worker: Some(worker), stop }
    }

    pub fn stop(&self) {
        self.stop.abort();
    }
}

pub fn forgotten() {
    let (work, handle) = async { println!("on its own") }.remote_handle();
    tokio::spawn(work); //= task fate=dropped body=finite verdict=detached
    handle.forget();
}

// What a closure gives comes out where it is called: in a function that does not name the type.

pub struct Threads {
    handles: Mutex<Vec<thread::JoinHandle<()>>>,
}

impl Threads {
    pub fn start(&self, count: usize, stop: Arc<AtomicBool>) -> std::io::Result<()> {
        let started = counted(count, |number| {
            let stop = stop.clone();
            thread::Builder::new().name(format!("worker {number}")).spawn(move || { //= task fate=passed fate_final=never-used verdict=unwatched
                while !stop.load(Ordering::Relaxed) {
                    thread::park();
                }
            })
        })?;
        *self.handles.lock().unwrap() = started;
        Ok(())
    }
}

fn counted<H>(count: usize, mut start: impl FnMut(usize) -> std::io::Result<H>) -> std::io::Result<Vec<H>> {
    (0..count).map(|number| start(number).inspect_err(|error| eprintln!("{error}"))).collect()
}

pub fn joined(count: usize) -> std::io::Result<()> {
    for handle in counted(count, |number| {
        thread::Builder::new().spawn(move || println!("{number}")) //= task fate=passed fate_final=awaited verdict=ok
    })? {
        let _ = handle.join();
    }
    Ok(())
}

// Only whether it has started.
pub fn started() {
    let started = thread::Builder::new().spawn(|| println!("on its own")); //= task fate=dropped verdict=detached
    if let Err(error) = started {
        eprintln!("{error}");
    }
}

// Another crate's run loop, in slices, until somebody sets the flag.
pub fn pumped(stop: Arc<AtomicBool>) -> thread::JoinHandle<u64> {
    thread::spawn(move || { //= task fate=returned body=loop-exits exit=condition stoppable=true
        let mut rounds = 0;
        while !stop.load(Ordering::Acquire) {
            if windowing::RunLoop::run_for(100) == windowing::Ended {
                break;
            }
            rounds += 1;
        }
        rounds
    })
}

// It only turns until a lock is free.
pub fn turned(busy: Arc<AtomicBool>) -> thread::JoinHandle<()> {
    thread::spawn(move || { //= task body=finite
        while busy.load(Ordering::Acquire) {
            std::hint::spin_loop();
        }
    })
}

// What a callback gives is its giver's code: nobody here can end it.

pub struct Hooks {
    on_event: Arc<dyn Fn(u8) -> BoxFuture<'static, ()> + Send + Sync>,
}

impl Hooks {
    pub fn tell(&self, event: u8) {
        tokio::spawn((self.on_event)(event)); //= task fate=dropped body=unknown stoppable=false
    }

    pub fn tell_and_say(&self, event: u8, done: mpsc::UnboundedSender<u8>) {
        let told = (self.on_event)(event);
        tokio::spawn(async move { //= task fate=dropped stoppable=false
            told.await;
            let _ = done.send(event);
        });
    }
}

pub fn on_its_own_thread<F: Future<Output = ()> + Send + 'static>(work: F) {
    thread::spawn(move || { //= task fate=dropped body=unknown stoppable=false
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(work);
    });
}

// Waiting for another task is not running it.
pub fn waits(handle: Handle<u8>) {
    tokio::spawn(async move { //= task body=finite
        println!("{}", handle.await);
    });
}

// A message that is a `Result` is no end of the channel.
pub fn confirmed(mut confirmations: mpsc::Receiver<Result<u8, String>>, id: u8) {
    tokio::spawn(async move { //= task body=loop-exits exit=channel-closed,condition
        loop {
            match confirmations.recv().await {
                Some(confirmation) => match confirmation {
                    Ok(found) if found == id => break,
                    Err(_) => break,
                    _ => {}
                },
                None => return,
            }
        }
    });
}

// Users of the crate get the handle, and may abort the task.

pub trait Later: Send + Sync + 'static {
    fn now(&self);

    fn later(self: Arc<Self>) -> tokio::task::JoinHandle<()> {
        tokio::spawn(async move { //= task fate=returned fate_final=public-api body=finite stoppable=true verdict=ok
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            self.now();
        })
    }
}

// The step says when to stop; a stream of a channel ends with it.

pub enum Order {
    Work(u8),
    Stop,
}

pub struct Stepper {
    orders: mpsc::Receiver<Order>,
}

impl Stepper {
    pub fn start(mut self) {
        tokio::spawn(async move { while self.step().await {} }); //= task body=loop-exits exit=shutdown-signal stoppable=true
    }

    async fn step(&mut self) -> bool {
        match self.orders.recv().await {
            Some(Order::Work(number)) => println!("{number}"),
            Some(Order::Stop) => return false,
            None => println!("nobody is left"),
        }
        true
    }
}

pub fn streamed(numbers: mpsc::Receiver<u8>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(ReceiverStream::new(numbers).for_each(|number| async move { println!("{number}") })) //= task body=loop-exits exit=channel-closed
}

// A pool of threads is an owner of its tasks for those who join it.

pub struct Encoder {
    pool: std::sync::Mutex<threadpool::ThreadPool>,
}

impl Encoder {
    pub fn encode(&self, frame: Vec<u8>) {
        self.pool.lock().unwrap().execute(move || println!("{frame:?}")); //= task fate=dropped verdict=detached
    }
}

pub fn encode_all(frames: Vec<Vec<u8>>) {
    let pool = threadpool::ThreadPool::new(4);
    for frame in frames {
        pool.execute(move || println!("{frame:?}")); //= task fate=collected fate_final=awaited verdict=ok
    }
    pool.join();
}

// Iterators that are chained.

pub struct Workers {
    handles: Vec<tokio::task::JoinHandle<()>>,
}

fn work(number: u8) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move { println!("{number}") }) //= task fate=returned fate_final=aborted verdict=ok
}

impl Workers {
    pub fn start() -> Self {
        let handles = [].into_iter().chain((0..3).map(|number| work(number))).chain([work(3)]).collect();
        Self { handles }
    }

    pub fn stop(&self) {
        for handle in &self.handles {
            handle.abort();
        }
    }
}

// Whoever holds the last reference joins the thread.

pub struct Polled {
    thread: Option<Arc<std::thread::JoinHandle<()>>>,
    stop: Arc<std::sync::atomic::AtomicBool>,
}

pub fn polled(device: outside::Device) -> Polled {
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let asked = stop.clone();
    let thread = std::thread::spawn(move || loop { //= task fate=stored fate_final=awaited body=loop-exits exit=condition stoppable=true verdict=ok
        device.poll();
        if asked.load(std::sync::atomic::Ordering::Relaxed) {
            break;
        }
    });
    Polled { thread: Some(Arc::new(thread)), stop }
}

impl Drop for Polled {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take().and_then(Arc::into_inner) {
            self.stop.store(true, std::sync::atomic::Ordering::Relaxed);
            let _ = thread.join();
        }
    }
}

// A loop over what there is may be left early by a flag, too.

pub fn hashed(mut names: std::vec::IntoIter<String>, enough: Arc<std::sync::atomic::AtomicBool>) {
    std::thread::spawn(move || loop { //= task body=finite
        let Some(name) = names.next() else { break };
        println!("{name}");
        if enough.load(std::sync::atomic::Ordering::Relaxed) {
            break;
        }
    });
}

// A method that no future has of its own: a trait of another crate starts it.

pub fn started_by_trait(mut numbers: mpsc::Receiver<u8>) {
    use outside::StartExt;
    let work = async move {
        while let Some(number) = numbers.recv().await {
            println!("{number}");
        }
    };
    work.spawn_task(); //= task kind=wrapper fate=dropped body=loop-exits verdict=detached
}

pub fn started_last(mut numbers: mpsc::Receiver<u8>) {
    use outside::StartExt;
    let work = async move {
        while let Some(number) = numbers.recv().await {
            println!("{number}");
        }
    };
    work.spawn_task() //= task kind=wrapper fate=dropped body=loop-exits verdict=detached
}

// A variable holds it until the function aborts it.

pub async fn beside(mut numbers: mpsc::Receiver<u8>) {
    let ticking = tokio::spawn(async { //= task fate=stored fate_final=aborted body=loop-infinite stoppable=true verdict=ok
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    });
    while let Some(number) = numbers.recv().await {
        println!("{number}");
    }
    ticking.abort();
}

// The await is of the function that gives the handle, and nobody awaits that.

pub struct Triggers {
    started: std::sync::Mutex<Vec<tokio::task::JoinHandle<()>>>,
}

impl Triggers {
    pub(crate) async fn start(&self) {
        let mut started = self.started.lock().unwrap();
        started.push(trigger().await);
    }
}

async fn trigger() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async { println!("once") }) //= task fate=returned fate_final=never-used verdict=unwatched
}

// A token that another crate's function gets beside the work ends it.

pub fn with_token(token: tokio_util::sync::CancellationToken) {
    outside::spawn_with_token("name", token, async { //= task kind=wrapper body=loop-infinite stoppable=true verdict=detached
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    });
}
