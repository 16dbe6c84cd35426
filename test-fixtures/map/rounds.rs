//! What a loop does in the round in which its wait gives a certain answer.

use futures::future::{Either, select};
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{broadcast, mpsc};

pub enum Message {
    Line(String),
    Shutdown,
}

// The function that is given a message says whether to go on.

pub struct Worker {
    messages: mpsc::Receiver<Message>,
}

impl Worker {
    pub async fn run(mut self) {
        while let Some(message) = self.messages.recv().await { //= loop on_close=exits exit_signal=true verdict=ok
            if !self.process(message).await {
                break;
            }
        }
    }

    async fn process(&mut self, message: Message) -> bool {
        match message {
            Message::Line(line) => println!("{line}"),
            Message::Shutdown => return false,
        }
        true
    }
}

pub struct Steps {
    messages: mpsc::Receiver<Message>,
}

impl Steps {
    pub async fn run(mut self) {
        while self.step().await {} //= loop source=mpsc on_close=exits exit_signal=true
    }

    async fn step(&mut self) -> bool {
        tokio::select! {
            message = self.messages.recv() => match message {
                Some(Message::Line(line)) => println!("{line}"),
                Some(Message::Shutdown) | None => return false,
            }
        }
        true
    }
}

// A loop that looks for one message and gives it is not stopped by it.

pub async fn first_line(mut messages: mpsc::Receiver<Message>) -> Option<String> {
    loop { //= loop on_close=exits exit_signal=false
        match messages.recv().await {
            Some(Message::Line(line)) => return Some(line),
            Some(Message::Shutdown) => continue,
            None => return None,
        }
    }
}

// `matches!` and comparisons tell the errors apart.

pub async fn told_apart(mut news: broadcast::Receiver<u8>) {
    loop { //= loop source=broadcast on_close=exits on_lag=handled verdict=ok
        let answer = news.recv().await;
        if let Err(error) = answer {
            if matches!(error, RecvError::Closed) {
                break;
            }
            continue;
        }
        println!("{answer:?}");
    }
}

pub async fn compared(mut news: broadcast::Receiver<u8>) {
    loop { //= loop source=broadcast on_close=exits on_lag=handled verdict=ok
        match news.recv().await {
            Ok(one) => println!("{one}"),
            Err(error) if error == RecvError::Closed => break,
            Err(_) => {}
        }
    }
}

// The function around the wait takes losses for the end.

pub async fn in_a_function(mut news: broadcast::Receiver<u8>) {
    while next(&mut news).await.is_continue() {} //= loop source=broadcast on_close=exits on_lag=stops verdict=stops-on-lag
}

async fn next(news: &mut broadcast::Receiver<u8>) -> ControlFlow<()> {
    if let Ok(one) = news.recv().await {
        println!("{one}");
    } else {
        return ControlFlow::Break(());
    }
    ControlFlow::Continue(())
}

// A future in a variable is looked at where it is awaited.

pub async fn in_a_variable(mut lines: mpsc::Receiver<String>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=false
        let line = Box::pin(lines.recv());
        let pause = Box::pin(tokio::time::sleep(Duration::from_secs(1)));
        match select(line, pause).await {
            Either::Left((Some(line), _)) => println!("{line}"),
            Either::Left((None, _)) => break,
            Either::Right(_) => println!("nothing"),
        }
    }
}

// A receive that only looks comes to an end when there is nothing.

pub struct Inbox {
    messages: mpsc::Receiver<Message>,
    sender: mpsc::Sender<Message>,
}

pub fn inbox() -> Inbox {
    let (sender, messages) = mpsc::channel(8);
    Inbox { messages, sender }
}

impl Inbox {
    pub fn sender(&self) -> mpsc::Sender<Message> {
        self.sender.clone()
    }

    pub fn drain(&mut self) {
        while let Ok(message) = self.messages.try_recv() { //= loop verdict=ok
            if let Message::Line(line) = message {
                println!("{line}");
            }
        }
    }

    pub fn drain_all(&mut self) {
        loop { //= loop verdict=ok
            let message = match self.messages.try_recv() {
                Ok(message) => message,
                Err(TryRecvError::Empty) | Err(TryRecvError::Disconnected) => break,
            };
            if let Message::Line(line) = message {
                println!("{line}");
            }
        }
    }
}

// That something came is all that a branch looks at: a signal, and the loop is about the other branch.

pub async fn told_to_stop(mut stop: broadcast::Receiver<String>, mut lines: mpsc::Receiver<String>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        tokio::select! {
            _ = stop.recv() => return,
            line = lines.recv() => {
                let Some(line) = line else { return };
                println!("{line}");
            }
        }
    }
}

// Something changes in the round, or it waits: no spin.

pub async fn waits_first(mut lines: mpsc::Receiver<String>) {
    let mut pause = tokio::time::interval(Duration::from_secs(1));
    loop { //= loop source=mpsc on_close=ignored
        pause.tick().await;
        match lines.try_recv() {
            Ok(line) => println!("{line}"),
            Err(_) => {}
        }
    }
}

// While the loop holds what its receiver was subscribed from, the channel cannot close.

#[derive(Default)]
pub struct Config {
    changes: Option<u8>,
    version: tokio::sync::watch::Sender<u64>,
}

pub struct Watched {
    version: tokio::sync::watch::Receiver<u64>,
}

impl Config {
    pub fn watch(&self) -> Watched {
        Watched::new(self.version.subscribe())
    }

    pub fn news(&self) -> tokio::sync::watch::Receiver<u64> {
        self.version.subscribe()
    }
}

impl Watched {
    fn new(version: tokio::sync::watch::Receiver<u64>) -> Self {
        Self { version }
    }

    async fn next(&mut self) -> u64 {
        self.version.changed().await.expect("whoever holds it holds the configuration");
        *self.version.borrow_and_update()
    }
}

pub async fn follow_config(config: std::sync::Arc<Config>) {
    let mut watched = config.watch();
    loop { //= loop source=watch on_close=unreachable verdict=no-exit
        let version = watched.next().await;
        println!("{version} {:?}", config.changes);
    }
}

pub async fn until_config_goes(config: std::sync::Arc<Config>) {
    let mut watched = config.watch();
    drop(config);
    loop { //= loop source=watch on_close=panics
        let version = watched.next().await;
        println!("{version}");
    }
}

pub async fn owned(news: broadcast::Sender<u8>) {
    let mut heard = news.subscribe();
    while let Ok(one) = heard.recv().await { //= loop source=broadcast on_close=unreachable
        println!("{one}");
    }
}

pub async fn by_weak(config: std::sync::Weak<Config>) {
    let Some(mut news) = config.upgrade().map(|config| config.news()) else { return };
    while news.changed().await.is_ok() { //= loop source=watch on_close=exits verdict=ok
        println!("changed");
    }
}

// What a watch says stays as it is once it is closed: a way round without a wait is taken for ever.

pub async fn reconnect(mut connected: tokio::sync::watch::Receiver<bool>, requests: mpsc::Sender<u8>) {
    loop { //= loop source=watch on_close=spins verdict=spins
        tokio::select! {
            _ = connected.changed() => {
                if !*connected.borrow() {
                    continue;
                }
            }
        }
        let _ = requests.send(1).await;
    }
}
