//! Loops whose end is decided in one place and taken in another: the way out is carried there as a value. Also ways out
//! at one message that lies deep, that hands on the receiver, or that comes to the first branch.
use crossbeam_channel::{Receiver, TryRecvError};
use futures::StreamExt;
use futures::future::BoxFuture;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

pub enum Next {
    Job(u32),
    Over,
}

pub async fn next_or_over(stopped: CancellationToken, mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        let next = tokio::select! {
            _ = stopped.cancelled() => Next::Over,
            job = jobs.recv() => match job {
                Some(job) => Next::Job(job),
                None => Next::Over,
            },
        };
        match next {
            Next::Job(job) => println!("{job}"),
            Next::Over => break,
        }
    }
}

/// The token is only counted: what ends the loop is the end of the jobs.
pub async fn counted(stopped: CancellationToken, mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=false
        let next = tokio::select! {
            _ = stopped.cancelled() => Next::Job(0),
            job = jobs.recv() => match job {
                Some(job) => Next::Job(job),
                None => Next::Over,
            },
        };
        match next {
            Next::Job(job) => println!("{job}"),
            Next::Over => break,
        }
    }
}

pub async fn none_when_stopped(stopped: CancellationToken, mut jobs: mpsc::Receiver<u32>) {
    while let Some(job) = tokio::select! { //= loop source=mpsc on_close=exits exit_signal=true
        _ = stopped.cancelled() => None,
        job = jobs.recv() => job,
    } {
        println!("{job}");
    }
}

pub async fn some_when_stopped(stopped: CancellationToken, mut jobs: mpsc::Receiver<u32>) {
    while let Some(job) = tokio::select! { //= loop source=mpsc on_close=exits exit_signal=false
        _ = stopped.cancelled() => Some(0),
        job = jobs.recv() => job,
    } {
        println!("{job}");
    }
}

pub async fn failed_when_stopped(stopped: CancellationToken, mut jobs: mpsc::Receiver<u32>) -> Result<(), String> {
    loop { //= loop source=mpsc exit_signal=true
        let job = tokio::select! {
            _ = stopped.cancelled() => Err("stopped".to_owned()),
            job = jobs.recv() => Ok(job),
        }?;
        println!("{job:?}");
    }
}

pub enum State {
    Up,
    Down,
}

pub async fn told_by_state(mut state: watch::Receiver<State>, mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        let job = tokio::select! {
            _ = state.changed() => match *state.borrow() {
                State::Up => Some(0),
                State::Down => None,
            },
            job = jobs.recv() => job,
        };
        let Some(job) = job else { break };
        println!("{job}");
    }
}

/// A wait that is not known, whose answer ends the loop.
pub async fn ended_by_another(watcher: &dyn Fn() -> BoxFuture<'static, u8>, mut jobs: mpsc::Receiver<u32>) {
    while let Some(job) = tokio::select! { //= loop source=mpsc exit_signal=true
        _ = watcher() => None,
        job = jobs.recv() => job,
    } {
        println!("{job}");
    }
}

pub enum Kind {
    Data(u8),
    HangUp,
}

pub struct Packet {
    pub id: u8,
    pub kind: Kind,
}

/// One kind of packet ends it, an error and the other kinds do not.
pub async fn packets(mut packets: mpsc::Receiver<Result<Packet, String>>) {
    loop { //= loop on_close=exits exit_signal=true
        match packets.recv().await {
            None => break,
            Some(Ok(packet)) => match packet.kind {
                Kind::Data(data) => println!("{}: {data}", packet.id),
                Kind::HangUp => break,
            },
            Some(Err(error)) => println!("{error}"),
        }
    }
}

pub async fn all_packets(mut packets: mpsc::Receiver<Result<Packet, String>>) {
    loop { //= loop on_close=exits exit_signal=false
        match packets.recv().await {
            None => break,
            Some(Ok(packet)) => match packet.kind {
                Kind::Data(data) => println!("{}: {data}", packet.id),
                Kind::HangUp => println!("{} hung up", packet.id),
            },
            Some(Err(error)) => println!("{error}"),
        }
    }
}

pub enum Message {
    Start(u8),
    Over(u8),
    Nothing,
}

pub struct Idle {
    inbox: Receiver<Message>,
}

pub struct Busy {
    inbox: Receiver<Message>,
    id: u8,
}

impl Busy {
    /// The loop that follows takes over the receiver: this one was told to end.
    pub async fn until_over(self) -> Option<Idle> {
        loop { //= loop source=crossbeam on_close=exits exit_signal=true
            match self.inbox.try_recv() {
                Ok(Message::Over(_)) => return Some(Idle { inbox: self.inbox }),
                Ok(_) => println!("{}", self.id),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    }
}

impl Idle {
    pub async fn until_start(self) -> Option<Busy> {
        loop { //= loop source=crossbeam on_close=exits exit_signal=true
            match self.inbox.try_recv() {
                Ok(Message::Start(id)) => return Some(Busy { inbox: self.inbox, id }),
                Ok(_) => println!("idle"),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    }

    /// It has found what it looked for.
    pub async fn first(&self) -> Option<u8> {
        loop { //= loop source=crossbeam on_close=exits exit_signal=false
            match self.inbox.try_recv() {
                Ok(Message::Start(id)) => return Some(id),
                Ok(_) => println!("idle"),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    }
}

/// What the loop is for is the branch that goes on, although the other one comes first.
pub async fn ended_first(mut control: mpsc::Receiver<bool>, mut jobs: mpsc::Receiver<u32>) {
    let mut at_once = false;
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        tokio::select! {
            biased;
            told = control.recv() => {
                match told {
                    Some(now) => at_once = now,
                    None => at_once = false,
                }
                println!("{at_once}");
                break;
            }
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
        }
    }
}

pub struct Inbox(mpsc::Receiver<u32>);

impl Inbox {
    async fn recv(&mut self) -> Option<u32> {
        self.0.recv().await
    }
}

/// There is no other branch: the `select!` panics when the function of the program's own gives `None`.
pub async fn one_branch(mut inbox: Inbox) {
    loop { //= loop source=mpsc on_close=panics
        tokio::select! {
            Some(job) = inbox.recv() => println!("{job}"),
        }
    }
}

pub async fn two_branches(mut inbox: Inbox, mut ticks: tokio::time::Interval) {
    loop { //= loop source=mpsc on_close=ignored
        tokio::select! {
            Some(job) = inbox.recv() => println!("{job}"),
            _ = ticks.tick() => println!("tick"),
        }
    }
}

pub struct Actor {
    inbox: mpsc::Receiver<u32>,
    handle: mpsc::Sender<u32>,
    children: watch::Sender<u8>,
}

impl Actor {
    pub fn new() -> Self {
        let (handle, inbox) = mpsc::channel(8);
        let (children, _) = watch::channel(0);
        Self { inbox, handle, children }
    }

    pub fn handle(&self) -> mpsc::Sender<u32> {
        self.handle.clone()
    }

    /// It closes the channel when it leaves: until then, its own handle keeps it open.
    pub async fn stopping(mut self) -> Self {
        loop { //= loop source=mpsc on_close=unreachable
            tokio::select! {
                job = self.inbox.recv() => {
                    if let Some(job) = job {
                        println!("{job}");
                    }
                }
                _ = tokio::time::sleep(Duration::from_secs(1)) => println!("still there"),
            }
            if self.children.is_closed() {
                self.inbox.close();
                return self;
            }
        }
    }
}

pub fn boxed() -> futures::stream::BoxStream<'static, u8> {
    futures::stream::empty().boxed()
}
