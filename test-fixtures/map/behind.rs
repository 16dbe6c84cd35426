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
