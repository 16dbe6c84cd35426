//! Threads that go on until a flag says so, states that are kept in one number, and looks at a stop channel.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

pub fn start(stop: Arc<AtomicBool>, jobs: Receiver<u32>) -> Vec<JoinHandle<()>> {
    let (for_rounds, for_jobs) = (stop.clone(), stop.clone());
    vec![
        spawn(move || { //= task body=loop-exits stoppable=true
            while !stop.load(Ordering::Relaxed) { //= loop source=interval form=while-let exit_signal=true
                sleep(Duration::from_secs(1));
            }
        }),
        spawn(move || { //= task body=loop-exits stoppable=true
            for round in 0usize.. { //= loop source=interval form=for exit_signal=true
                if for_rounds.load(Ordering::Relaxed) {
                    break;
                }
                println!("{round}");
                sleep(Duration::from_secs(1));
            }
        }),
        spawn(move || { //= task body=loop-exits stoppable=true
            while !for_jobs.load(Ordering::Relaxed) { //= loop source=std-mpsc on_close=exits exit_signal=true
                match next(&jobs) {
                    Ok(job) => println!("{job}"),
                    Err(()) => break,
                }
            }
        }),
    ]
}

fn next(jobs: &Receiver<u32>) -> Result<u32, ()> {
    match jobs.recv_timeout(Duration::from_secs(1)) {
        Ok(job) => Ok(job),
        Err(RecvTimeoutError::Timeout) => Ok(0),
        Err(RecvTimeoutError::Disconnected) => Err(()),
    }
}

enum State {
    Active,
    Over,
}

impl From<u8> for State {
    fn from(number: u8) -> State {
        if number == 0 { State::Active } else { State::Over }
    }
}

pub fn beat(state: Arc<AtomicU8>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop { //= loop source=interval exit_signal=true
            let now: State = state.load(Ordering::Acquire).into();
            if matches!(now, State::Over) {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

/// What comes by the second queue ends it, whatever it is.
pub async fn beside(mut jobs: tokio::sync::mpsc::Receiver<u32>, mut stop: tokio::sync::mpsc::Receiver<String>) {
    loop { //= loop source=mpsc form=loop-select on_close=exits exit_signal=true
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
            why = stop.recv() => {
                println!("{why:?}");
                break;
            }
        }
    }
}

pub fn looked_for(stop: Receiver<()>) {
    loop { //= loop source=std-mpsc form=loop-match exit_signal=true
        if let Ok(()) = stop.try_recv() {
            println!("the end");
            break;
        }
        sleep(Duration::from_secs(1));
    }
}

// One message says stop.

pub enum Order {
    Tick,
    Put(u8),
    Stop { answer: tokio::sync::oneshot::Sender<()> },
}

pub struct Taker {
    sum: u32,
}

impl Taker {
    async fn take(&mut self, order: Order) -> bool {
        match order {
            Order::Put(number) => self.sum += u32::from(number),
            Order::Tick => {}
            Order::Stop { answer } => {
                let _ = answer.send(());
                return false;
            }
        }
        true
    }

    pub async fn beside_one_without_parts(mut self, mut orders: tokio::sync::mpsc::Receiver<Order>) {
        while let Some(order) = orders.recv().await { //= loop exit_signal=true on_close=exits
            if !self.take(order).await {
                break;
            }
        }
    }

    pub async fn from_a_stream(mut self, mut orders: impl futures::Stream<Item = Order> + Unpin) {
        use futures::StreamExt;
        let mut hour = tokio::time::interval(std::time::Duration::from_secs(3600));
        loop { //= loop exit_signal=true
            tokio::select! {
                order = orders.next() => match order {
                    Some(order) => if !self.take(order).await { break },
                    None => break,
                },
                _ = hour.tick() => self.sum = 0,
            }
        }
    }
}

pub struct Envelope {
    order: Option<Inner>,
}

pub enum Inner {
    Text(String),
    Close(Option<u16>),
}

pub async fn in_a_part(mut orders: tokio::sync::mpsc::Receiver<Envelope>) {
    loop { //= loop exit_signal=true on_close=exits
        match orders.recv().await {
            Some(envelope) => match &envelope.order {
                Some(Inner::Close(_)) => return,
                _ => continue,
            },
            None => return,
        }
    }
}

pub async fn by_a_flag(
    mut stop: tokio::sync::mpsc::Receiver<tokio::sync::oneshot::Sender<()>>,
    mut done: tokio::sync::mpsc::Receiver<u32>,
) {
    let (mut live, mut closing) = (3_u32, false);
    loop { //= loop exit_signal=true
        if closing && live == 0 {
            break;
        }
        tokio::select! {
            Some(answer) = stop.recv() => {
                closing = true;
                let _ = answer.send(());
            }
            Some(_) = done.recv() => live -= 1,
            else => break,
        }
    }
}

pub async fn by_a_request(
    mut stop: tokio::sync::mpsc::Receiver<tokio::sync::oneshot::Sender<()>>,
    mut numbers: tokio::sync::mpsc::Receiver<u32>,
) -> Result<(), String> {
    loop { //= loop exit_signal=true
        let number = tokio::select! {
            answer = stop.recv() => {
                if let Some(answer) = answer {
                    let _ = answer.send(());
                }
                break Ok(());
            }
            number = numbers.recv() => match number {
                Some(number) => number,
                None => break Err("gone".into()),
            },
        };
        println!("{number}");
    }
}

pub async fn at_the_end_only(mut events: tokio::sync::mpsc::Receiver<()>) {
    loop { //= loop exit_signal=false on_close=exits
        if events.recv().await.is_none() {
            return;
        }
        println!("event");
    }
}

pub struct Client {
    stopped: std::sync::Mutex<bool>,
}

impl Client {
    fn check(&self) -> Result<(), String> {
        if *self.stopped.lock().unwrap() { Err("stopped".into()) } else { Ok(()) }
    }
}

pub fn asked_of_a_client(client: std::sync::Arc<Client>, wanted: std::sync::mpsc::Receiver<()>) {
    std::thread::spawn(move || {
        loop { //= loop exit_signal=true
            if client.check().is_err() {
                break;
            }
            match wanted.recv_timeout(std::time::Duration::from_secs(9)) {
                Ok(()) => println!("flush"),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => println!("ping"),
                Err(_) => break,
            }
        }
    });
}
