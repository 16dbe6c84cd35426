use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

pub fn log(lines: Receiver<String>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut file = OpenOptions::new().create(true).append(true).open("log").unwrap();
        for line in lines {
            file.write_all(line.as_bytes()).unwrap();
        }
    })
}

pub fn save(data: Vec<u8>) {
    std::thread::spawn(move || fs::write("state", data).unwrap()).join().unwrap();
}

// It only reads.
pub fn look(tx: std::sync::mpsc::Sender<String>) {
    std::thread::spawn(move || {
        let mut text = String::new();
        OpenOptions::new().read(true).open("log").unwrap().read_to_string(&mut text).unwrap();
        let _ = tx.send(text);
    });
}

pub struct Log {
    lines: Option<std::sync::mpsc::Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

impl Log {
    pub fn new() -> Log {
        let (tx, lines) = std::sync::mpsc::channel::<String>();
        let thread = std::thread::spawn(move || {
            let mut file = fs::File::create("log").unwrap();
            for line in lines {
                file.write_all(line.as_bytes()).unwrap();
            }
        });
        Log { lines: Some(tx), thread: Some(thread) }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

// The process ends with it.
pub fn install(data: Vec<u8>) {
    std::thread::spawn(move || {
        fs::write("installed", data).unwrap();
        std::process::exit(0);
    });
}

pub fn write_formatted(mut file: fs::File, lines: Receiver<String>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        for line in lines {
            writeln!(file, "{line}").unwrap();
        }
    })
}

// Nobody misses a line on the terminal.
pub fn show(lines: Receiver<String>) {
    std::thread::spawn(move || {
        let mut out = std::io::stdout();
        for line in lines {
            writeln!(out, "{line}").unwrap();
        }
    });
}
