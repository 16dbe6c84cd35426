//! Who asks does not wait for the answer; where no buffer is free a new one is made; the flag is reset.

use std::io::Read;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};

enum Input {
    Start,
    Stop,
}

struct Machine {
    events: Receiver<Input>,
    results: Sender<Result<(), String>>,
}

impl Machine {
    fn run(self) {
        loop {
            let event = self.events.recv().expect("open");
            let last = matches!(event, Input::Stop);
            self.results.send(Ok(())).unwrap();
            if last {
                break;
            }
        }
    }
}

struct Daemon {
    trigger: Mutex<Sender<Input>>,
    results: Mutex<Receiver<Result<(), String>>>,
}

impl Daemon {
    fn on_event(&self, event: Input) -> Result<(), String> {
        let trigger = self.trigger.lock().unwrap();
        trigger.send(event).map_err(|e| e.to_string())
    }

    fn failures(&self) -> usize {
        self.results.lock().unwrap().try_iter().filter(Result::is_err).count()
    }
}

enum Event {
    Output(Vec<u8>),
    Key(u8),
}

fn read(mut input: impl Read + Send + 'static) {
    let (events, rx) = channel::<Event>(); //~ unbounded-channel
    let (give_back, free) = sync_channel::<Vec<u8>>(8);
    for _ in 0..8 {
        give_back.send(vec![0; 4096]).unwrap();
    }
    let output = events.clone();
    let reader = std::thread::spawn(move || {
        loop {
            let mut buffer = free.try_recv().unwrap_or_default();
            buffer.resize(4096, 0);
            match input.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(n) => {
                    buffer.truncate(n);
                    if output.send(Event::Output(buffer)).is_err() {
                        break;
                    }
                }
            }
        }
    });
    let _ = events.send(Event::Key(1));
    drop(events);
    for event in rx {
        match event {
            Event::Output(buffer) => {
                println!("{}", buffer.len());
                let _ = give_back.send(buffer);
            }
            Event::Key(key) => println!("{key}"),
        }
    }
    drop(give_back);
    reader.join().unwrap();
}

// Who writes waits for a line each time, but what comes in beside it goes the same way.
async fn pump(
    incoming: tokio::net::TcpStream,
    lines: tokio::sync::mpsc::UnboundedSender<String>,
    mut writes: tokio::sync::mpsc::Receiver<String>,
) {
    use tokio::io::AsyncBufReadExt;
    let mut incoming = tokio::io::BufReader::new(incoming).lines();
    loop {
        tokio::select! {
            read = incoming.next_line() => match read {
                Ok(Some(line)) => if lines.send(line).is_err() { break },
                _ => break,
            },
            write = writes.recv() => match write {
                Some(line) => println!("{line}"),
                None => break,
            },
        }
    }
}

struct Client {
    writes: tokio::sync::mpsc::Sender<String>,
    lines: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Client {
    fn start(incoming: tokio::net::TcpStream) -> (Client, tokio::task::JoinHandle<()>) {
        let (sender, lines) = tokio::sync::mpsc::unbounded_channel(); //~ unbounded-channel
        let (writes, commands) = tokio::sync::mpsc::channel(1);
        (Client { writes, lines }, tokio::spawn(pump(incoming, sender, commands)))
    }

    async fn ask(&mut self, line: String) -> Option<String> {
        self.writes.send(line).await.ok()?;
        self.lines.recv().await
    }
}

fn stop_twice(mut signals: signal_hook::iterator::Signals) -> Receiver<String> {
    let (stops, rx) = channel(); //~ unbounded-channel
    std::thread::spawn(move || {
        let mut ending = false;
        for signal in signals.forever() {
            if ending {
                std::process::exit(1);
            }
            ending = signal == signal_hook::consts::SIGTERM;
            stops.send(format!("signal {signal}")).expect("open");
        }
    });
    rx
}

fn main() {
    let (trigger, events) = channel();
    let (results, rx) = channel(); //~ unbounded-channel
    let daemon = Arc::new(Daemon { trigger: Mutex::new(trigger), results: Mutex::new(rx) });
    let machine = std::thread::spawn(move || Machine { events, results }.run());
    daemon.on_event(Input::Start).unwrap();
    daemon.on_event(Input::Stop).unwrap();
    machine.join().unwrap();
    println!("{}", daemon.failures());
    read(std::io::stdin());
    let signals = signal_hook::iterator::Signals::new([signal_hook::consts::SIGTERM]).unwrap();
    println!("{:?}", stop_twice(signals).recv());
}
