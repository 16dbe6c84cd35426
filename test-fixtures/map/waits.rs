//! Single waits of threads, ways out behind locks and getters, futures out of tuples, and handles that another crate's
//! spawn function gives.

use futures::future::{AbortHandle, try_join};
use futures::TryFutureExt;
use std::future::Future;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

// ---- one message

pub fn until_told() -> (mpsc::Sender<()>, crossbeam_channel::Sender<()>) {
    let (tx, rx) = mpsc::channel::<()>();
    thread::spawn(move || { //= task body=finite exit=channel-closed stoppable=true
        let _ = rx.recv();
    });
    let (other, stop) = crossbeam_channel::bounded(1);
    thread::spawn(move || match stop.recv() { //= task body=finite exit=channel-closed stoppable=true
        Ok(()) => println!("told"),
        Err(_) => println!("gone"),
    });
    let (_, rest) = mpsc::channel::<()>();
    // At most for a while.
    thread::spawn(move || { //= task body=finite exit=channel-closed stoppable=true
        let _ = rest.recv_timeout(Duration::from_secs(1));
    });
    thread::spawn(move || { //= task body=finite exit= stoppable=false
        thread::sleep(Duration::from_secs(1));
    });
    (tx, other)
}

// ---- a state that somebody else sets

struct State {
    closed: bool,
    items: Vec<u8>,
}

pub struct Queue {
    state: Mutex<State>,
    more: Notify,
}

impl Queue {
    pub async fn next(&self) -> Option<u8> {
        loop { //= loop source=notify exit_signal=true
            let mut state = self.state.lock().unwrap();
            if let Some(item) = state.items.pop() {
                return Some(item);
            }
            if state.closed {
                return None;
            }
            drop(state);
            self.more.notified().await;
        }
    }

    pub async fn wait(&self) {
        loop { //= loop source=notify exit_signal=true
            if self.state.lock().unwrap().closed {
                return;
            }
            self.more.notified().await;
        }
    }

    // How many there are is no signal.
    pub async fn filled(&self) {
        loop { //= loop source=notify exit_signal=false
            if self.state.lock().unwrap().items.len() > 3 {
                return;
            }
            self.more.notified().await;
        }
    }
}

#[derive(PartialEq)]
pub enum Status {
    Running,
    Stopping,
}

pub struct Context {
    status: Status,
    kind: u8,
}

impl Context {
    fn status(&self) -> &Status {
        &self.status
    }

    fn kind(&self) -> u8 {
        self.kind
    }
}

pub async fn by_status(mut jobs: tokio::sync::mpsc::Receiver<u8>, context: Context) {
    while let Some(job) = jobs.recv().await { //= loop exit_signal=true
        println!("{job}");
        if context.status() == &Status::Stopping {
            break;
        }
    }
}

pub async fn by_kind(mut jobs: tokio::sync::mpsc::Receiver<u8>, context: Context) {
    while let Some(job) = jobs.recv().await { //= loop exit_signal=false
        if context.kind() == job {
            break;
        }
    }
}

// ---- a future out of a tuple

#[derive(Clone)]
pub struct Client;

impl Client {
    fn connect() -> (Client, impl Future<Output = Result<(), u8>>) {
        let client = Client;
        let work = try_join(client.clone().read(), client.clone().read()).map_ok(|_| ());
        (client, work)
    }

    async fn read(self) -> Result<(), u8> {
        loop {
            let line = line().await?;
            println!("{line}");
        }
    }

    fn waiting() -> (Client, impl Future<Output = ()>) {
        (Client, async { println!("once") })
    }
}

async fn line() -> Result<u8, u8> {
    Ok(1)
}

pub fn connected() -> (Client, JoinHandle<Result<(), u8>>) {
    let (client, work) = Client::connect();
    let handle = tokio::spawn(work); //= task body=loop-exits
    (client, handle)
}

pub fn made_within() {
    tokio::spawn(async { //= task body=finite
        let (_client, _work) = Client::connect();
    });
    let (_, once) = Client::waiting();
    tokio::spawn(once); //= task body=finite
}

// ---- handles of a spawn function that is not known

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub struct Layer {
    handles: Mutex<Vec<AbortHandle>>,
    lost: Mutex<Vec<AbortHandle>>,
}

impl Layer {
    pub fn start(&self) {
        let mut handles: Vec<AbortHandle> = Vec::from([
            executor::spawn_abortable(beat()), //= task fate=collected fate_final=aborted stoppable=true verdict=ok
        ]);
        handles.push(executor::spawn_abortable(beat())); //= task fate=collected fate_final=aborted stoppable=true
        let mut kept = self.handles.lock().unwrap();
        for handle in handles {
            kept.push(handle);
        }
    }

    pub fn keep(&self) {
        let handle = executor::spawn_abortable(beat()); //= task fate=collected fate_final=unknown stoppable=null
        self.lost.lock().unwrap().push(handle);
    }

    pub fn stop(&self) {
        for handle in self.handles.lock().unwrap().drain(..) {
            handle.abort();
        }
    }
}

pub struct Known {
    handles: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Known {
    pub fn start(&self) {
        let started = Vec::from([tokio::spawn(beat())]); //= task fate=collected fate_final=aborted verdict=ok
        let mut kept = self.handles.lock().unwrap();
        for handle in started {
            kept.push(handle);
        }
    }

    pub fn stop(&self) {
        let handles = std::mem::take(&mut *self.handles.lock().unwrap());
        for handle in handles {
            handle.abort();
        }
    }
}
