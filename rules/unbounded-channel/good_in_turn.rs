//! Answers to one who asks again only when he has the answer; buffers that the reader gives back; a message that comes once.

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
        trigger.send(event).map_err(|e| e.to_string())?;
        self.results.lock().unwrap().recv().map_err(|e| e.to_string())?
    }
}

enum Event {
    Output(Vec<u8>),
    Key(u8),
}

fn read(mut input: impl Read + Send + 'static) {
    let (events, rx) = channel::<Event>();
    let (give_back, free) = sync_channel::<Vec<u8>>(8);
    for _ in 0..8 {
        give_back.send(vec![0; 4096]).unwrap();
    }
    let output = events.clone();
    let reader = std::thread::spawn(move || {
        loop {
            let Ok(mut buffer) = free.recv() else { break };
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

fn stop_twice(mut signals: signal_hook::iterator::Signals) -> Receiver<String> {
    let (stops, rx) = channel();
    std::thread::spawn(move || {
        let mut ending = false;
        for signal in signals.forever() {
            if ending {
                std::process::exit(1);
            }
            ending = true;
            stops.send(format!("signal {signal}")).expect("open");
        }
    });
    rx
}

fn main() {
    let (trigger, events) = channel();
    let (results, rx) = channel();
    let daemon = Arc::new(Daemon { trigger: Mutex::new(trigger), results: Mutex::new(rx) });
    let machine = std::thread::spawn(move || Machine { events, results }.run());
    daemon.on_event(Input::Start).unwrap();
    daemon.on_event(Input::Stop).unwrap();
    machine.join().unwrap();
    read(std::io::stdin());
    let signals = signal_hook::iterator::Signals::new([signal_hook::consts::SIGTERM]).unwrap();
    println!("{:?}", stop_twice(signals).recv());
}
