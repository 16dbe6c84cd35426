//! Waits for what comes from no channel.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::UdpSocket;
use std::process::ChildStdout;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

pub struct Queue<T> {
    items: Mutex<VecDeque<Option<T>>>,
    filled: Condvar,
}

impl<T> Queue<T> {
    pub fn pop(&self) -> Option<T> {
        let mut items = self.items.lock().unwrap();
        loop { //= loop source=other form=loop-match on_close=n/a
            if let Some(item) = items.pop_front() {
                return item;
            }
            items = self.filled.wait(items).unwrap();
        }
    }
}

pub fn work(queue: &Queue<u32>) {
    while let Some(job) = queue.pop() { //= loop source=other form=while-let on_close=n/a
        println!("{job}");
    }
}

pub fn keys(running: Arc<AtomicBool>, widths: Sender<u16>) {
    std::thread::spawn(move || {
        loop { //= loop source=other exit_signal=true on_close=n/a
            if !running.load(Ordering::Relaxed) {
                break;
            }
            if let Ok(true) = crossterm::event::poll(Duration::from_millis(20)) {
                if let Ok(crossterm::event::Event::Resize(width, _)) = crossterm::event::read() {
                    let _ = widths.send(width);
                }
            }
        }
    });
}

pub struct Net {
    poll: mio::Poll,
    events: mio::Events,
}

impl Net {
    fn step(&mut self, wait: Duration) {
        loop { //= loop source=other
            match self.poll.poll(&mut self.events, Some(wait)) {
                Ok(()) => break,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

pub fn serve(running: Arc<AtomicBool>, mut net: Net) {
    while running.load(Ordering::Relaxed) { //= loop source=other exit_signal=true on_close=n/a
        net.step(Duration::from_millis(50));
    }
}

pub fn datagrams(socket: UdpSocket) -> std::io::Result<()> {
    let mut buffer = [0; 512];
    loop { //= loop source=other on_close=n/a
        let (length, from) = socket.recv_from(&mut buffer)?;
        println!("{length} from {from}");
    }
}

pub fn pump(stdout: ChildStdout, lines: Sender<String>) {
    let mut reader = BufReader::new(stdout);
    std::thread::spawn(move || {
        let mut line = String::new();
        loop { //= loop source=other form=loop-match on_close=exits
            match reader.read_line(&mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    let _ = lines.send(line.clone());
                }
            }
            line.clear();
        }
    });
}

pub fn each_line(stdout: ChildStdout) {
    for line in BufReader::new(stdout).lines() { //= loop source=other form=for on_close=exits
        println!("{line:?}");
    }
}

/// A file makes nobody wait.
pub fn count(file: std::fs::File) -> usize {
    let mut count = 0;
    for _ in BufReader::new(file).lines() { //= no-loop
        count += 1;
    }
    count
}

fn packet(stream: &mut std::net::TcpStream) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut size = [0u8; 4];
    stream.read_exact(&mut size)?;
    let mut packet = vec![0; u32::from_le_bytes(size) as usize];
    stream.read_exact(&mut packet)?;
    Ok(packet)
}

pub fn packets(mut stream: std::net::TcpStream, to: Sender<Vec<u8>>) {
    std::thread::spawn(move || {
        while let Ok(packet) = packet(&mut stream) { //= loop source=other form=while-let on_close=exits exit_signal=true
            if to.send(packet).is_err() {
                break;
            }
        }
    });
}

fn parse(text: &mut Vec<u8>) -> std::io::Result<Vec<u8>> {
    text.pop().map(|byte| vec![byte]).ok_or_else(|| std::io::Error::other("end"))
}

pub fn parses(mut text: Vec<u8>) {
    while let Ok(part) = parse(&mut text) { //= no-loop
        println!("{part:?}");
    }
}

#[async_trait::async_trait]
pub trait Conn: Send + Sync {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<usize, String>;
}

pub async fn listens(conn: Arc<dyn Conn>) {
    let mut buffer = [0u8; 99];
    loop { //= loop form=loop-match source=unknown on_close=exits exit_signal=false
        let read = match conn.recv_from(&mut buffer).await {
            Ok(read) => read,
            Err(_) => break,
        };
        println!("{read}");
    }
}

pub async fn listens_until_told(conn: Arc<dyn Conn>, mut stop: tokio::sync::broadcast::Receiver<()>) {
    let mut buffer = [0u8; 99];
    loop { //= loop form=loop-select source=unknown on_close=unknown exit_signal=true
        tokio::select! {
            _ = stop.recv() => break,
            read = conn.recv_from(&mut buffer) => match read {
                Ok(read) => println!("{read}"),
                Err(_) => break,
            }
        }
    }
}

pub async fn two_pipes(mut child: tokio::process::Child) -> std::io::Result<()> {
    use tokio::io::AsyncBufReadExt;
    let mut out = tokio::io::BufReader::new(child.stdout.take().unwrap()).lines();
    loop { //= loop form=loop-select on_close=ignored
        tokio::select! {
            Ok(Some(line)) = out.next_line() => println!("{line}"),
            Ok(status) = child.wait() => {
                println!("{status}");
                break;
            }
        }
    }
    Ok(())
}

pub async fn interrupts() {
    loop { //= loop source=other on_close=n/a exit_signal=false
        tokio::signal::ctrl_c().await.expect("a signal");
        println!("not yet");
    }
}

pub struct Manager {
    down: AtomicBool,
}

impl Manager {
    fn awaiting_shutdown(&self) -> bool {
        self.down.load(Ordering::Relaxed)
    }

    pub fn naps(&self) {
        while !self.awaiting_shutdown() { //= loop source=interval exit_signal=true
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
