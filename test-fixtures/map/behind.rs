//! Tasks of which the end, or the handle, stands one step further: in a closure that is caught, a future in a variable,
//! another task, an associated type, a type of a crate that is not read.

use some_runtime as runtime;
use std::collections::HashMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

// A closure that is called where it stands.

pub fn caught(lines: std::sync::mpsc::Receiver<String>) {
    std::thread::spawn(move || { //= task body=loop-exits stoppable=true
        let lines = AssertUnwindSafe(lines);
        if catch_unwind(move || while let Ok(line) = lines.recv() { println!("{line}"); }).is_err() {
            eprintln!("panicked");
        }
    });
}

pub fn caught_for_ever() {
    std::thread::spawn(|| { //= task body=loop-infinite verdict=leak
        let _ = catch_unwind(AssertUnwindSafe(|| loop { std::thread::sleep(Duration::from_secs(1)); }));
    });
}

pub fn caught_once(number: u8) {
    std::thread::spawn(move || { let _ = catch_unwind(|| println!("{number}")); }); //= task body=finite stoppable=false
}

// Waits that somebody ends.

pub fn in_time(stop: std::sync::mpsc::Receiver<()>) {
    std::thread::spawn(move || { let _ = stop.recv_timeout(Duration::from_secs(9)); println!("over"); }); //= task body=finite stoppable=true
}

pub fn slept() {
    std::thread::spawn(move || { std::thread::sleep(Duration::from_secs(9)); println!("over"); }); //= task body=finite stoppable=false
}

pub fn in_a_variable(stop: oneshot::Receiver<()>) {
    std::thread::spawn(move || { //= task body=finite stoppable=true
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let work = async move { let _ = stop.await; println!("over"); };
        runtime.block_on(work);
    });
}

pub fn before_theirs<F: Future<Output = ()> + Send + 'static>(stop: oneshot::Receiver<()>, theirs: F) {
    tokio::spawn(async move { let _ = stop.await; theirs.await; }); //= task body=unknown stoppable=null
}

pub fn after_theirs<F: Future<Output = ()> + Send + 'static>(done: mpsc::Sender<()>, theirs: F) {
    tokio::spawn(async move { theirs.await; let _ = done.send(()).await; }); //= task body=unknown stoppable=false
}

async fn numbers(mut numbers: mpsc::Receiver<u8>) -> u8 {
    let mut sum = 0;
    while let Some(number) = numbers.recv().await {
        sum += number;
    }
    sum
}

async fn summed(all: mpsc::Receiver<u8>) -> u8 {
    let summing = tokio::spawn(numbers(all));
    summing.await.unwrap_or(0)
}

async fn computed(number: u8) -> u8 {
    tokio::spawn(async move { number + 1 }).await.unwrap_or(0)
}

pub async fn of_a_task(all: mpsc::Receiver<u8>) {
    let sum = tokio::spawn(async move { summed(all).await }); //= task stoppable=true fate=awaited
    println!("{:?}", sum.await);
}

pub async fn of_a_short_task(number: u8) {
    let sum = tokio::spawn(async move { computed(number).await }); //= task stoppable=false fate=awaited
    println!("{:?}", sum.await);
}

// Handles whose type is not named where they are made.

pub trait Abort {
    fn abort(self);
}
impl<T> Abort for JoinHandle<T> {
    fn abort(self) {
        JoinHandle::abort(&self)
    }
}
pub trait Spawner: 'static {
    type Handle: Abort;
    fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Self::Handle;
}
async fn watch(mut numbers: mpsc::Receiver<u8>) {
    while let Some(number) = numbers.recv().await {
        println!("{number}");
    }
}
pub struct Watches<S: Spawner> {
    tasks: HashMap<u32, S::Handle>,
}
impl<S: Spawner> Watches<S> {
    pub fn up(&mut self, id: u32, numbers: mpsc::Receiver<u8>) {
        self.tasks.insert(id, S::spawn(watch(numbers))); //= task fate=collected fate_final=aborted verdict=ok
    }
    pub fn down(&mut self, id: u32) {
        if let Some(task) = self.tasks.remove(&id) {
            task.abort();
        }
    }
}

pub trait Places {
    type Info;
    fn info(&self) -> Self::Info;
}
pub fn of_a_bound<P: Places<Info = tokio::runtime::Handle>>(places: &P, numbers: mpsc::Receiver<u8>) {
    let info = places.info();
    info.spawn(watch(numbers)); //= task fate=dropped body=loop-exits
}

pub struct Slot {
    task: Mutex<Option<runtime::JoinHandle<()>>>,
}
impl Slot {
    pub fn put(&self, task: runtime::JoinHandle<()>) {
        if let Some(old) = self.task.lock().unwrap().replace(task) {
            old.abort_handle().abort();
        }
    }
}
impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(task) = self.task.lock().unwrap().take() {
            task.abort_handle().abort();
        }
    }
}
pub fn arm(slot: &Slot, pause: Duration) {
    let task = runtime::spawn(async move { runtime::sleep(pause).await; println!("over"); }); //= task fate=stored fate_final=abort-on-drop stoppable=true
    slot.put(task);
}

pub struct Kept {
    task: Mutex<Option<runtime::JoinHandle<()>>>,
}
pub fn keep(kept: &Kept, pause: Duration) {
    let task = runtime::spawn(async move { runtime::sleep(pause).await; println!("over"); }); //= task fate=stored stoppable=null verdict=unknown
    kept.task.lock().unwrap().insert(task);
}

// What comes out of a `Result` is dropped with the statement.

pub struct Owner;
impl Owner {
    async fn sweep(owner: Weak<Owner>) {
        loop {
            tokio::time::sleep(Duration::from_secs(9)).await;
            let Some(_) = owner.upgrade() else { return };
        }
    }
}
pub fn launch<R: runtime::Runtime>(owner: &Arc<Owner>, on: &R) -> Result<(), String> {
    on.spawn(Owner::sweep(Arc::downgrade(owner))).map_err(|error| format!("sweep: {error}"))?; //= task fate=dropped body=loop-exits
    Ok(())
}
pub fn launch_kept<R: runtime::Runtime>(owner: &Arc<Owner>, on: &R) -> Result<runtime::JoinHandle<()>, String> {
    let task = on.spawn(Owner::sweep(Arc::downgrade(owner))).map_err(|error| format!("sweep: {error}"))?; //= task fate=returned body=loop-exits
    Ok(task)
}

// A set that is lent, a set whose handles are given on.

pub struct Workers {
    on: Arc<std::sync::atomic::AtomicBool>,
}
impl Workers {
    async fn work(&self) {
        tokio::time::sleep(Duration::from_millis(9)).await;
    }
    async fn spawn_into(self: Arc<Self>, set: &mut tokio::task::JoinSet<()>) -> tokio::task::AbortHandle {
        set.spawn(async move { //= task fate=collected body=loop-exits
            while self.on.load(std::sync::atomic::Ordering::SeqCst) {
                self.work().await;
            }
        })
    }
    pub async fn run(self: Arc<Self>) {
        let mut set = tokio::task::JoinSet::new();
        let _handle = self.spawn_into(&mut set).await; //= task fate=collected fate_final=awaited body=loop-exits
        while set.join_next().await.is_some() {}
    }
}

pub struct Engine {
    numbers: mpsc::Receiver<u8>,
}
impl Engine {
    async fn run(mut self, done: oneshot::Sender<()>) {
        while let Some(number) = self.numbers.recv().await {
            println!("{number}");
        }
        let _ = done.send(());
    }
    pub fn spawn_on(self, set: &tokio::task::LocalSet) -> (JoinHandle<()>, oneshot::Receiver<()>) {
        let (done, is_done) = oneshot::channel();
        let task = set.spawn_local(self.run(done)); //= task fate=returned fate_final=public-api
        (task, is_done)
    }
}

// A type of the workspace keeps the handle, and nobody looks at that.

pub struct Reconnect {
    stop: Option<oneshot::Sender<()>>,
    #[allow(dead_code)]
    task: JoinHandle<()>,
}
impl Reconnect {
    pub fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}
pub fn spawn_reconnect(mut gone: mpsc::Receiver<u32>) -> Reconnect {
    let (stop, mut stopped) = oneshot::channel();
    let task = tokio::spawn(async move { //= task fate=stored fate_final=never-used verdict=unwatched
        loop {
            tokio::select! {
                one = gone.recv() => match one { Some(one) => println!("{one}"), None => return },
                _ = &mut stopped => return,
            }
        }
    });
    Reconnect { stop: Some(stop), task }
}
pub fn connect(all: &mut Vec<Reconnect>, gone: mpsc::Receiver<u32>) {
    let reconnect = spawn_reconnect(gone); //= task fate=collected verdict=unwatched
    all.push(reconnect);
}

// A pool of threads puts jobs away.

struct Jobs {
    todo: Mutex<std::collections::VecDeque<Box<dyn FnMut() + Send>>>,
    more: std::sync::Condvar,
}
pub struct Pool {
    jobs: Arc<Jobs>,
}
impl Pool {
    pub fn spawn(&self, job: Box<dyn FnMut() + Send>) {
        self.jobs.todo.lock().unwrap().push_back(job);
        self.jobs.more.notify_one();
    }
    pub fn spawn_now(&self, mut job: Box<dyn FnMut() + Send>) {
        job();
    }
}
pub fn serve(pool: &Pool, number: u8) {
    pool.spawn(Box::new(move || println!("{number}"))); //= task fate=dropped body=finite
    pool.spawn_now(Box::new(move || println!("{number}"))); //= no-task
}

// Loops in what a task calls.

pub trait Schedule: Send {
    fn next_pause(&mut self) -> Option<Duration>;
}
async fn try_again(mut schedule: Box<dyn Schedule>, owner: Weak<Owner>) -> bool {
    while let Some(pause) = schedule.next_pause() {
        tokio::time::sleep(pause).await;
        let Some(_owner) = owner.upgrade() else { return false };
    }
    true
}
async fn try_some_times(mut schedule: Box<dyn Schedule>) -> bool {
    while let Some(pause) = schedule.next_pause() {
        tokio::time::sleep(pause).await;
        if computed(1).await == 2 {
            return false;
        }
    }
    true
}
pub fn reconnect(schedule: Box<dyn Schedule>, few: Box<dyn Schedule>, owner: Weak<Owner>) {
    tokio::spawn(async move { println!("{}", try_some_times(few).await); }); //= task body=finite stoppable=false
    tokio::spawn(async move { println!("{}", try_again(schedule, owner).await); }); //= task body=loop-exits stoppable=true
}

pub trait Network {
    fn receive(&mut self) -> Option<u8>;
}
pub struct Wire;
impl Network for Wire {
    fn receive(&mut self) -> Option<u8> {
        std::thread::sleep(Duration::from_millis(9));
        None
    }
}
pub fn traced() {
    fn run<N: Network>(mut network: N, mut rounds: usize) {
        while rounds > 0 {
            if network.receive().is_some() {
                rounds -= 1;
            }
        }
    }
    std::thread::spawn(move || run(Wire, 9)); //= task body=loop-exits
}

// An iterator that gives errors for ever.

pub struct Packets {
    socket: Arc<Mutex<std::net::UdpSocket>>,
}
impl Iterator for Packets {
    type Item = std::io::Result<u8>;
    fn next(&mut self) -> Option<Self::Item> {
        let socket = self.socket.lock();
        match socket {
            Ok(socket) => match socket.recv(&mut [0]) {
                Ok(_) => Some(Ok(1)),
                Err(error) => Some(Err(error)),
            },
            Err(_) => None,
        }
    }
}
pub struct FewPackets {
    socket: std::net::UdpSocket,
}
impl Iterator for FewPackets {
    type Item = u8;
    fn next(&mut self) -> Option<u8> {
        self.socket.recv(&mut [0]).ok()?;
        Some(1)
    }
}
pub fn packets(all: Packets, few: FewPackets) {
    std::thread::spawn(move || { //= task body=loop-infinite verdict=leak
        for packet in all {
            println!("{packet:?}");
        }
    });
    std::thread::spawn(move || { //= task verdict=detached
        for packet in few {
            println!("{packet}");
        }
    });
}

// A lock that its loop has for ever, and the owner behind it.

pub struct Halves {
    numbers: mpsc::Receiver<u8>,
}
pub struct Socket {
    sender: mpsc::Sender<u8>,
    halves: tokio::sync::Mutex<Halves>,
}
impl Socket {
    pub fn send(&self, number: u8) -> bool {
        self.sender.try_send(number).is_ok()
    }
    pub fn locked() -> Arc<Socket> {
        let (sender, numbers) = mpsc::channel(8);
        let socket = Arc::new(Self { sender, halves: tokio::sync::Mutex::new(Halves { numbers }) });
        let own = socket.clone();
        tokio::spawn(async move { //= task body=loop-infinite verdict=leak
            let mut halves = own.halves.lock().await;
            while let Some(number) = halves.numbers.recv().await { //= loop on_close=unreachable
                println!("{number}");
            }
        });
        socket
    }
}
pub struct OpenHalves {
    numbers: mpsc::Receiver<u8>,
}
pub struct OpenSocket {
    halves: tokio::sync::Mutex<OpenHalves>,
}
impl OpenSocket {
    pub fn locked() -> mpsc::Sender<u8> {
        let (sender, numbers) = mpsc::channel(8);
        let own = Arc::new(Self { halves: tokio::sync::Mutex::new(OpenHalves { numbers }) });
        tokio::spawn(async move { //= task body=loop-exits verdict=detached
            let mut halves = own.halves.lock().await;
            while let Some(number) = halves.numbers.recv().await { //= loop on_close=exits
                println!("{number}");
            }
        });
        sender
    }
}

// An argument chooses the limit.

pub enum Mode {
    Sync,
    Async,
}
impl Mode {
    fn pair(self) -> (crossbeam_channel::Sender<u8>, crossbeam_channel::Receiver<u8>) {
        match self {
            Mode::Sync => crossbeam_channel::bounded(0),
            Mode::Async => crossbeam_channel::unbounded(),
        }
    }
}
fn pair_for(mode: Mode) -> (crossbeam_channel::Sender<u8>, crossbeam_channel::Receiver<u8>) {
    mode.pair()
}
pub fn chosen() -> (crossbeam_channel::Sender<u8>, crossbeam_channel::Sender<u8>) {
    let (one, _numbers) = pair_for(Mode::Sync); //= channel bounded=true
    let (other, _others) = pair_for(Mode::Async); //= channel bounded=false
    (one, other)
}
