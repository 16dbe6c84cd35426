//! Idioms of real programs that decide an answer.

use futures::{Stream, StreamExt};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

// A spawn function that awaits what it spawns: whoever runs its future waits for the task.

pub async fn handle<H, R>(request: u8, handler: H) -> u8
where
    H: FnOnce(u8) -> R + Send + 'static,
    R: Future<Output = u8> + Send + 'static,
{
    tokio::spawn(async move { handler(request).await }).await.unwrap_or(0) //= task fate=awaited verdict=ok
}

async fn answer(request: u8) -> u8 {
    tokio::time::sleep(Duration::from_secs(1)).await;
    request
}

pub fn routes(router: web::Router) -> web::Router {
    router.get("/answer", |request| handle(request, answer)) //= task fate=returned fate_final=awaited verdict=ok
}

// All members of a group are awaited.

pub async fn groups() {
    let first = tokio::spawn(async {}); //= task fate=awaited
    let second = tokio::spawn(async {}); //= task fate=awaited
    let third = tokio::spawn(async {}); //= task fate=awaited
    let both = futures::future::join(first, second);
    let _ = futures::future::select(third, both).await;
}

// Blocking code behind a spawn function cannot be aborted.

pub struct Pool {
    runtime: tokio::runtime::Handle,
}

impl Pool {
    pub fn spawn_blocking<F: FnOnce() -> u8 + Send + 'static>(&self, work: F) -> tokio::task::JoinHandle<u8> {
        self.runtime.spawn_blocking(work)
    }
}

pub fn start_reading(pool: &Pool) -> u8 {
    let handle = pool.spawn_blocking(|| 3); //= task stoppable=false
    handle.abort();
    3
}

// A trait that is not in scope has no say in what `next` is.

pub async fn drain(mut stream: Pin<Box<dyn Stream<Item = u8> + Send>>) {
    while let Some(_item) = stream.next().await {} //= loop source=stream form=while-let on_close=exits
}

pub mod errors {
    pub trait Chain {
        fn next(&self) -> Option<&dyn Chain>;
    }

    impl<T: ?Sized + Chain> Chain for Box<T> {
        fn next(&self) -> Option<&dyn Chain> {
            None
        }
    }
}

// What says stop: a token that is asked, a message without content, a caller that races.

pub async fn asks(cancel: CancellationToken, mut jobs: mpsc::Receiver<u8>) {
    while !cancel.is_cancelled() { //= loop exit_signal=true verdict=ok
        match tokio::time::timeout(Duration::from_secs(1), jobs.recv()).await {
            Ok(Some(job)) => println!("{job}"),
            Ok(None) => break,
            Err(_) => continue,
        }
    }
}

pub async fn told(mut stop: broadcast::Receiver<()>, mut jobs: mpsc::Receiver<u8>) {
    loop { //= loop exit_signal=true verdict=ok
        tokio::select! {
            _ = stop.recv() => break,
            Some(job) = jobs.recv() => println!("{job}"),
        }
    }
}

async fn beat() {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop { //= loop exit_signal=true verdict=ok
        ticks.tick().await;
    }
}

pub async fn raced(cancel: CancellationToken) {
    tokio::select! {
        _ = beat() => {}
        _ = cancel.cancelled() => {}
    }
}

// An executor that puts what it runs beside its own exit.

pub struct Executor {
    exit: async_channel::Receiver<()>,
}

impl Executor {
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let exit = self.exit.clone();
        tokio::spawn(async move {
            let exit = exit.recv();
            futures::pin_mut!(exit);
            futures::future::select(Box::pin(task), exit).await;
        });
    }
}

pub fn start(executor: &Executor) {
    let work = async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        loop { //= loop exit_signal=true verdict=ok
            ticks.tick().await;
        }
    };
    executor.spawn(work); //= task body=loop-exits stoppable=true
}

// A wait in a method of the program's own, as a branch; a count without an end.

pub struct Settings {
    version: tokio::sync::watch::Receiver<u64>,
}

impl Settings {
    async fn changed(&mut self) {
        let _ = self.version.changed().await;
    }
}

pub async fn follow(mut settings: Settings, cancel: CancellationToken) {
    loop { //= loop source=watch form=loop-select exit_signal=true
        tokio::select! {
            _ = cancel.cancelled() => break,
            _ = settings.changed() => println!("changed"),
        }
    }
}

pub async fn count() {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    for round in 0_u64.. { //= loop source=interval form=for verdict=no-exit
        ticks.tick().await;
        println!("{round}");
    }
}

// Polled by the name of the trait that has the errors in it.

pub struct Bytes<S> {
    stream: S,
}

impl<S: futures::TryStream<Ok = u8, Error = u8> + Unpin> Bytes<S> {
    pub fn poll(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<u8>> {
        use futures::TryStreamExt;
        loop { //= loop source=stream form=poll on_close=exits
            match std::task::ready!(self.stream.try_poll_next_unpin(cx)) {
                Some(Ok(byte)) if byte > 3 => return std::task::Poll::Ready(Some(byte)),
                Some(_) => continue,
                None => return std::task::Poll::Ready(None),
            }
        }
    }
}

// Loops whose waits are not understood are listed as such.

pub async fn serve_device(mut device: vendor::Device, mut lines: vendor::Lines) -> Result<(), vendor::Error> {
    loop { //= loop source=unknown form=loop-select on_close=unknown verdict=ok
        tokio::select! {
            packet = device.exchange() => {
                packet?;
            }
            line = lines.next_line() => {
                device.write(line).await?;
            }
        }
    }
}

pub fn jobs(bus: vendor::Bus) {
    loop { //= loop source=unknown on_close=unknown
        let job = bus.recv().expect("a bus that stays open");
        if job.is_last() {
            break;
        }
    }
}

pub fn count(mut left: u8) {
    loop { //= no-loop
        left -= 1;
        if left == 0 {
            break;
        }
    }
}

// Futures behind boxes, of which a branch takes one.

type Exporter = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn listen() -> Exporter {
    Box::pin(async {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    })
}

fn push() -> Exporter {
    Box::pin(async {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        }
    })
}

fn once() -> Exporter {
    Box::pin(async { println!("once") })
}

fn endless_or_not(number: u8) -> Exporter {
    match number {
        1 => listen(),
        _ => once(),
    }
}

pub fn export(listens: bool) {
    let exporter = if listens { listen() } else { push() };
    tokio::spawn(exporter); //= task body=loop-infinite verdict=leak
}

pub fn export_perhaps(number: u8) {
    tokio::spawn(endless_or_not(number)); //= task body=unknown verdict=detached
}
