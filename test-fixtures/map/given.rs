// What is given to a function of one's own, or comes by way of one.

use futures::{Stream, StreamExt, TryStreamExt};
use std::io::{BufRead, BufReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as std_mpsc;
use std::thread;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

// A closure's parameters have the types that its caller names.

fn with_flag<C: FnOnce(&AtomicBool) + Send>(code: C) {
    code(&AtomicBool::new(false));
}

fn flagged(rx: std_mpsc::Receiver<u8>) {
    with_flag(move |stop| {
        for byte in rx { //= loop exit_signal=true
            if stop.load(Ordering::Relaxed) {
                break;
            }
            work(byte);
        }
    });
}

async fn for_each_guest(mut rx: mpsc::Receiver<u8>, start: impl Fn(u8, &mut JoinSet<()>)) {
    let mut set = JoinSet::new();
    while let Some(guest) = rx.recv().await {
        start(guest, &mut set);
        let _ = set.join_next().await;
    }
}

async fn guests(rx: mpsc::Receiver<u8>) {
    for_each_guest(rx, |guest, set| {
        set.spawn(async move { work(guest) }); //= task fate=collected
    })
    .await;
}

// A future that is raced with a signal by the function that it is given to.

async fn until(stop: oneshot::Receiver<()>, code: impl Future) {
    tokio::select! {
        _ = stop => {}
        _ = code => {}
    }
}

async fn balance(pause: Duration) {
    loop { //= loop exit_signal=true verdict=ok
        work(1);
        tokio::time::sleep(pause).await;
    }
}

fn balancer(stop: oneshot::Receiver<()>) {
    let code = balance(Duration::from_secs(1));
    tokio::spawn(async move { until(stop, code).await });
}

// One message ends what is raced with its receive.

#[derive(Clone)]
enum Why {
    Closed,
}

async fn pump(mut why: broadcast::Receiver<Why>, mut rx: mpsc::Receiver<u8>) {
    tokio::select! {
        _ = why.recv() => {}
        _ = async {
            while let Some(byte) = rx.recv().await { //= loop exit_signal=true
                work(byte);
            }
        } => {}
    }
}

async fn drained(jobs: impl Stream<Item = u8>, token: CancellationToken) {
    jobs.take_until(token.cancelled()).for_each_concurrent(4, |job| async move { work(job) }).await; //= loop exit_signal=true
}

// What a word, or a send, says by way of a variable.

#[derive(PartialEq)]
enum Note {
    Go,
    Over,
}

fn notes(rx: std_mpsc::Receiver<Note>) {
    while let Ok(note) = rx.recv() { //= loop exit_signal=true
        let over: bool = Note::Over == note;
        if over || tired() {
            break;
        }
    }
}

fn probe(tx: std_mpsc::Sender<u8>) {
    loop { //= loop exit_signal=true
        let sent = match tired() {
            true => tx.send(1),
            false => tx.send(2),
        };
        if sent.is_err() {
            break;
        }
        thread::sleep(Duration::from_secs(1));
    }
}

// What a stream of results gives at its end; and what fails beside a wait is not its end.

async fn results(stream: impl Stream<Item = Result<u8, u8>>) -> u8 {
    tokio::pin!(stream);
    loop { //= loop on_close=exits
        match stream.try_next().await {
            Ok(None) => break 0,
            Err(error) => break error,
            _ => {}
        }
    }
}

async fn beating(mut rx: mpsc::Receiver<u8>) -> Result<(), u8> {
    loop { //= loop on_close=ignored
        if let Some(byte) = rx.recv().await {
            work(byte);
        }
        beat().await?;
    }
}

// Receives behind own functions and iterators.

struct Peer {
    rx: mpsc::Receiver<u8>,
}

impl Peer {
    fn try_take(&mut self) -> Result<u8, mpsc::error::TryRecvError> {
        self.rx.try_recv()
    }
}

fn take_all(peer: &mut Peer) {
    while let Ok(byte) = peer.try_take() { //= loop source=mpsc on_close=exits
        work(byte);
    }
}

fn by_iterator(rx: std_mpsc::Receiver<u8>) {
    let mut bytes = rx.into_iter();
    while let Some(byte) = bytes.next() { //= loop source=std-mpsc on_close=exits
        work(byte);
    }
}

fn output(mut child: std::process::Child) {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for line in lines { //= loop source=other on_close=exits
        let Ok(_) = line else { break };
    }
}

fn number(from: &mut dyn Read) -> Option<u8> {
    let mut bytes = [0];
    from.read_exact(&mut bytes).ok()?;
    Some(bytes[0])
}

fn message(from: &mut dyn Read) -> Option<u8> {
    let size = number(from)?;
    Some(size)
}

fn messages(mut peer: std::net::TcpStream) {
    while let Some(size) = message(&mut peer) { //= loop source=other on_close=exits
        work(size);
    }
}

// What an unknown type gives in each round.

trait Device {
    async fn event(&mut self) -> Option<u8>;
}

async fn events(device: &mut impl Device) {
    while let Some(event) = device.event().await { //= loop source=unknown
        work(event);
    }
}

fn tired() -> bool {
    true
}

async fn beat() -> Result<(), u8> {
    Ok(())
}

fn work(_: u8) {}
